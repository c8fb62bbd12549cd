import type { ErrorName } from '#contract/errors.ts'
import { issueToken } from '#server/identity/tokens.ts'
import { aServer, type TestServer } from '#tests/app.ts'
import { aDataset } from '#tests/builders.ts'
import type { Caller } from '#tests/caller.ts'
import { blackPng } from '#tests/fixtures/png.ts'
import {
  accountOf,
  asks,
  aTripletSet,
  calls,
  creates,
  datasets,
  defines,
  imported,
  imports,
  inStatus,
  invitation,
  labels,
  makesTask,
  published,
  publishes,
  type Raised,
  sends,
  signsIn,
  slowly,
  stoppedImport,
  synchronized,
  withToken,
} from './error-calls.ts'
import { openAcceptance, teamOf, type World } from './world.ts'

/** A world of one's own, for what changes something, and one that all share, for what does not. */
export type Stage = { server: TestServer; shared: World; fresh: () => Promise<World> }

const tus = { 'tus-resumable': '1.0.0' }

/** How somebody outside is told each error of the catalogue. */
export const raisers: Record<ErrorName, (stage: Stage) => Promise<Raised>> = {
  // Transport
  noSuchApi: ({ shared }) => asks(shared.owner, 'GET', '/nowhere'),
  methodNotAllowed: ({ shared }) => asks(shared.owner, 'PUT', `/v2/${shared.owner.projectId}/datasets`),
  requestMalformed: ({ shared }) => asks(shared.owner, 'GET', '/v2/%zz'),
  requestTimedOut: async ({ server }) => slowly(server),
  bodyTooLarge: ({ shared }) => sends(shared, 'x'.repeat(12 * 2 ** 20 + 1)),
  badJson: ({ shared }) => sends(shared, '{'),
  unsupportedMediaType: ({ shared }) => sends(shared, '{}', 'text/plain'),
  emptyRequest: ({ shared }) => calls(shared, 'CreateLabels', { labels: [] }),
  parameterInvalid: ({ shared }) => calls(shared, 'CreateLabels', { labels: 5 }),
  languageNotSupported: ({ shared }) => calls(shared, 'GetDatasetStats', undefined, { locale: 'de-de' }),
  limitExceeded: ({ shared }) => calls(shared, 'DeleteSamples', { samples: Array(10_001).fill('x') }),
  tooManyRequests: async ({ server }) => {
    const attempt = () => signsIn(server, { name: 'somebody', password: 'a guess' })
    for (let n = 0; n < 5; n++) await attempt()
    return attempt()
  },
  notSupported: async ({ server, shared: { owner } }) => {
    const { dataset_id } = await aDataset(server, { lines: ['a'], project: { projectId: owner.projectId, owner } })
    return calls({ owner, dataset_id }, 'SyncDataSource')
  },
  rangeNotThere: async ({ shared }) => {
    const { samples } = await shared.owner.call('ListSamples', shared)
    const { pathname, search } = new URL(samples![0]!.source!)
    return asks(shared.owner, 'GET', `${pathname}${search}`, undefined, { range: 'bytes=1000000000-' })
  },
  uploadNotFound: ({ shared }) => asks(shared.owner, 'DELETE', '/muster/v1/uploads/nowhere', undefined, tus),
  uploadOffset: async ({ shared }) => {
    const names = `path ${Buffer.from('/a-bucket/a-file').toString('base64')}`
    const begin = { ...tus, 'upload-length': '5', 'upload-metadata': names }
    const { headers } = await shared.owner.request('POST', '/muster/v1/uploads', { headers: begin })
    const piece = { ...tus, 'upload-offset': '3', 'content-type': 'application/offset+octet-stream' }
    return asks(shared.owner, 'PATCH', String(headers.location), 'xx', piece)
  },
  uploadVersion: ({ shared }) => asks(shared.owner, 'POST', '/muster/v1/uploads'),
  internalError: async () => {
    const server = await aServer()
    await server.services.store.db.schema.dropTable('dataset_metric').execute()
    const { dataset_id } = await aDataset(server)
    const raised = await calls({ owner: server.owner, dataset_id }, 'GetDatasetMetrics')
    await server.close()
    return raised
  },
  unavailable: async () => {
    const server = await aServer()
    await server.services.store.close()
    const raised = await asks(server.owner, 'GET', '/readyz')
    await server.close()
    return raised
  },

  // Identity
  tokenMissing: ({ server, shared }) => asks(withToken(server, shared, ''), 'GET', datasets(shared)),
  tokenInvalid: ({ server, shared }) => asks(withToken(server, shared, 'invented'), 'GET', datasets(shared)),
  tokenExpired: async ({ server, shared }) => {
    const account_id = await accountOf(server, shared.owner.projectId)
    const past = { expires_at: server.services.now() - 1 }
    const { token } = await issueToken(server.services, account_id, shared.owner.projectId, past)
    return asks(withToken(server, shared, token), 'GET', datasets(shared))
  },
  tokenWithoutProject: async ({ server, shared }) => {
    const { token } = await issueToken(server.services, await accountOf(server, shared.owner.projectId), null)
    return asks(withToken(server, shared, token), 'GET', datasets(shared))
  },
  projectMismatch: ({ shared }) => asks(shared.owner, 'GET', '/v2/another/datasets'),
  notFromConsole: ({ server }) =>
    asks(server.owner, 'DELETE', '/muster/v1/session', undefined, { 'sec-fetch-site': 'cross-site' }),
  sessionOfAnother: ({ shared }) => asks(shared.owner, 'GET', '/muster/v1/events?account_id=somebody'),
  oldPasswordWrong: ({ shared }) =>
    asks(shared.owner, 'PUT', '/muster/v1/password', { old_password: 'a guess', password: 'violet kestrel 8' }),
  wrongPassword: ({ server }) => signsIn(server, { name: 'admin', password: 'a guess' }),
  passwordTooWeak: async ({ shared }) => asks(shared.owner, 'POST', await invitation(shared), { password: 'short' }),
  memberNotRegistered: async ({ fresh }) => {
    const { owner, idler, workforce_id } = await fresh()
    await owner.call('DeleteWorker', { workforce_id, worker_id: idler.worker_id })
    return asks(idler, 'GET', `/v2/${idler.projectId}/datasets`)
  },
  invitationInvalid: ({ shared }) => asks(shared.owner, 'POST', '/muster/v1/invitations/x', { password: 'x' }),
  resetTooOften: async ({ fresh }) => {
    const { owner, idler } = await fresh()
    const renew = () => asks(owner, 'POST', `/muster/v1/workers/${idler.worker_id}/invitation`)
    await renew()
    return renew()
  },
  memberMayNot: ({ shared }) => calls({ ...shared, owner: shared.labeler }, 'CreateLabels', {}),
  memberMayNotCreateTask: ({ shared }) => calls({ ...shared, owner: shared.labeler }, 'CreateWorkforceTask', {}),

  // Storage
  bucketNotFound: ({ shared }) => creates(shared, { data_sources: [{ data_path: '/no-such-bucket/in/' }] }),
  pathNotFound: ({ shared }) => creates(shared, { data_sources: [{ data_path: `/${shared.dataset.bucket}/none/` }] }),
  pathCharacters: ({ shared }) => creates(shared, { data_sources: [{ data_path: `/${shared.dataset.bucket}/../` }] }),
  pathDoubleSlash: ({ shared }) => creates(shared, { data_sources: [{ data_path: `/${shared.dataset.bucket}//in/` }] }),
  pathNotSubfolder: ({ shared }) => creates(shared, { work_path: `/${shared.dataset.bucket}/` }),
  sourceRefused: ({ shared }) => asks(shared.owner, 'GET', `/muster/v1/sources/${shared.dataset_id}/x?signature=x`),
  storageFailed: async ({ server, shared: { owner } }) => {
    const { dataset_id } = await aDataset(server, { lines: ['a'], project: { projectId: owner.projectId, owner } })
    const { blobs } = server.services
    const onFullDisk: typeof blobs.writeBlob = (bucket, key, _data, options) =>
      blobs.writeBlob(bucket, key, fullDisk(), options)
    server.services.blobs = Object.create(blobs, { writeBlob: { value: onFullDisk } })
    try {
      const samples = [{ name: 'b.txt', data: Buffer.from('b').toString('base64') }]
      return await calls({ owner, dataset_id }, 'UploadSamplesJson', { samples })
    } finally {
      server.services.blobs = blobs
    }
  },

  // Datasets
  datasetNotFound: ({ shared }) => calls({ ...shared, dataset_id: 'none' }, 'DescDataset'),
  datasetNameTaken: ({ shared }) => creates(shared, { dataset_name: shared.dataset.dataset_name }),
  demoExists: async ({ server }) => {
    const { owner } = await server.makeProject()
    await owner.call('CreateWorkforce', {}, { workforce_name: 'demo-team', description: '' })
    return asks(owner, 'POST', '/muster/v1/demo-project', {})
  },
  workPathTooLong: ({ shared }) => creates(shared, { work_path: `/${shared.dataset.bucket}/${'x/'.repeat(400)}` }),
  datasetDeleting: async ({ fresh }) => {
    const world = await inStatus(await fresh(), 2)
    return calls(world, 'UpdateSamples', { samples: [{ sample_id: world.mine[0], labels: [] }] })
  },
  datasetHasOpenTasks: ({ shared }) => calls(shared, 'DeleteDataset'),
  publishRunning: async ({ fresh }) => calls(await inStatus(await fresh(), 6), 'UpdateDataset', aSwitch),
  publishBarsLabels: async ({ fresh }) => {
    const world = await inStatus(await fresh(), 6)
    return calls(world, 'UpdateSamples', { samples: [{ sample_id: world.mine[0], labels: [] }] })
  },
  importRunning: async ({ fresh }) => imports(await inStatus(await fresh(), 8)),
  syncRunning: async ({ fresh }) => imports(await inStatus(await fresh(), 5)),
  syncFailed: async ({ fresh }) => {
    const world = await fresh()
    const { blobs } = world.server.services
    const { bucket } = world.dataset
    for await (const page of blobs.listBlobs(bucket)) for (const { key } of page) await blobs.deleteBlob(bucket, key)
    return synchronized(world)
  },
  datasetAbnormal: async ({ fresh }) => imports(await inStatus(await fresh(), 4)),
  nothingToImport: async ({ fresh }) => imported(await fresh(), { 'notes.md': 'no picture' }),
  importFailed: async ({ fresh }) => {
    const files = { '1.png': blackPng(100, 80), '1.xml': '<annotation>' }
    return imported(await fresh(), files, { muster: { strict: true } })
  },
  workStopped: async ({ fresh }) => stoppedImport(await fresh()),
  switchRunning: async ({ fresh }) => calls(await inStatus(await fresh(), 7), 'UpdateDataset', aSwitch),
  exportPathInvalid: ({ shared }) => calls(shared, 'ExportTask', { path: `${shared.dataset.input}copies/` }),
  dataTaskNotFound: ({ shared }) => {
    const names = { resource_id: shared.dataset_id, task_id: 'none' }
    return calls(shared, 'GetExportTaskStatusOfDataset', undefined, names)
  },
  publishTooSoon: async ({ fresh }) => publishes(await published(await fresh(), 'V001'), 'V002'),
  versionNameTaken: async ({ fresh }) => {
    const world = await published(await fresh(), 'V001')
    await world.server.services.store.db.updateTable('dataset_version').set({ create_time: 0 }).execute()
    return publishes(world, 'V001')
  },
  notSplittable: async ({ fresh }) => publishes(await fresh(), 'V001', { train_evaluate_sample_ratio: '0.8' }),
  openTaskBarsSwitch: ({ shared }) => calls(shared, 'UpdateDataset', aSwitch),
  versionNotFound: ({ shared }) => calls(shared, 'ListLabels', undefined, { version_id: 'none' }),
  versionUnknown: async ({ fresh }) => {
    const world = await fresh()
    await world.owner.call('DeleteWorkforceTask', world)
    return calls(world, 'UpdateDataset', aSwitch)
  },

  // Samples
  sampleNotFound: ({ shared }) => calls(shared, 'DescribeSample', undefined, { sample_id: 'none' }),
  sampleUnknown: ({ shared }) => calls(shared, 'UpdateSamples', { samples: [{ sample_id: 'none' }] }),
  sampleUnreadable: ({ shared }) => calls(shared, 'UploadSamplesJson', { samples: [{ name: 'a.png', data: '!' }] }),
  sampleExists: ({ shared }) => {
    return calls(shared, 'UploadSamplesJson', { samples: [{ name: '001.png', data: anImage }] })
  },
  sizeUnknown: ({ shared }) => labels(shared, {}, { metadata: { '@modelarts:size': [1, 1, 1] } }),
  revisionStale: ({ shared }) => {
    const { projectId } = shared.owner
    const path = `/v2/${projectId}/datasets/${shared.dataset_id}/data-annotations/samples`
    return asks(shared.owner, 'PUT', path, { samples: [{ sample_id: shared.mine[0] }] }, { 'if-match': '"77"' })
  },
  commentNotFound: ({ shared }) => {
    const { dataset_id, workforce_task_id, mine, labeler } = shared
    const path = `/muster/v1/datasets/${dataset_id}/workforce-tasks/${workforce_task_id}/samples/${mine[0]}/comments/x`
    return asks(labeler, 'PUT', path, { resolved: true })
  },
  sampleNotDeleted: async ({ fresh }) => {
    const world = await inStatus(await fresh(), 8)
    return calls(world, 'DeleteSamples', { samples: [world.mine[2]] })
  },

  // Labels
  labelNotFound: ({ shared }) => calls(shared, 'UpdateLabel', {}, { label_name: 'none' }),
  labelUnknown: ({ shared }) => calls(shared, 'UpdateLabels', { labels: [{ name: 'none' }] }),
  labelNameTaken: ({ shared }) => calls(shared, 'CreateLabels', { labels: [{ name: 'car' }] }),
  shortcutTaken: ({ shared }) => defines(shared, { property: { '@modelarts:shortcut': 'C' } }),
  labelRule: ({ shared }) => labels(shared, { '@modelarts:feature': [[5, 5]] }),
  tripletEndMissing: async ({ server, shared: { owner } }) => {
    const { dataset_id } = await aTripletSet(server, owner)
    const property = { '@modelarts:from_type': 'PER', '@modelarts:to_type': 'NONE' }
    return calls({ owner, dataset_id }, 'CreateLabels', { labels: [{ name: 'knows', type: 102, property }] })
  },
  entityInUse: async ({ server, shared: { owner } }) => {
    const { dataset_id } = await aTripletSet(server, owner)
    return calls({ owner, dataset_id }, 'DeleteLabels', { labels: [{ name: 'PER', type: 103 }] })
  },
  attributeNameTaken: ({ shared }) => {
    return defines(shared, { attributes: [1, 2].map(() => ({ name: 'a', type: 'text' })) })
  },
  attributeValueTaken: ({ shared }) => {
    return defines(shared, { attributes: [{ name: 'a', type: 'select', values: [{ value: 'x' }, { value: 'x' }] }] })
  },
  attributeUnknown: ({ shared }) => labels(shared, { colour: 'green' }),

  // Teams and members
  workforceNotFound: ({ shared }) => calls({ ...shared, workforce_id: 'none' }, 'DescWorkforce'),
  workforceUnknown: ({ shared }) => makesTask(shared, { workforces: [{ workforce_id: 'none' }] }),
  workforceNameTaken: ({ shared }) => {
    return calls(shared, 'CreateWorkforce', { workforce_name: shared.team.workforce_name })
  },
  workerNotFound: ({ shared }) => calls(shared, 'DescWorker', undefined, { worker_id: 'none' }),
  workerUnknown: ({ shared }) => calls(shared, 'BatchDeleteWorkers', { workers: ['none'] }),
  emailTaken: ({ shared }) => calls(shared, 'CreateWorker', { emails: shared.labeler.email, role: 0 }),
  managerTaken: ({ shared }) => calls(shared, 'CreateWorker', { emails: 'another@example.com', role: 2 }),
  notYourself: ({ shared }) => {
    return calls({ ...shared, owner: shared.manager }, 'DeleteWorker', undefined, idOf(shared.manager))
  },
  memberHasOpenTask: ({ shared }) => calls(shared, 'DeleteWorker', undefined, idOf(shared.labeler)),

  // Team tasks
  workforceTaskNotFound: ({ shared }) => calls({ ...shared, workforce_task_id: 'none' }, 'DescWorkforceTask'),
  workforceTaskUnknown: ({ shared }) => calls(shared, 'StartWorkforceTask', { task_id: 'another' }),
  workforceTaskNameTaken: async ({ shared }) => {
    const { task_name } = await shared.owner.call('DescWorkforceTask', shared)
    return calls(shared, 'CreateWorkforceTask', { task_name })
  },
  tooManyOpenTasks: async ({ fresh }) => {
    const world = await fresh()
    for (let n = 1; n < 20; n++) await world.owner.call('CreateWorkforceTask', world, {})
    return calls(world, 'CreateWorkforceTask', {})
  },
  taskCannotStart: ({ shared }) => {
    const { workforce_id, reviewers } = shared.team
    return makesTask(shared, { workforces: [{ workforce_id, workers: [{ email: reviewers[0]!.email }] }] })
  },
  twoLabelersNeeded: ({ shared }) => {
    const one = { ...shared.team, labelers: shared.team.labelers.slice(0, 1) }
    return makesTask(shared, { workforces: [teamOf(one)] }, { repetition: 2 })
  },
  alreadyReviewed: ({ shared }) => {
    return calls(shared, 'ReviewSamples', { comments: [{ sample_id: shared.mine[0], accept: true }] })
  },
  mailTooOften: async ({ fresh }) => {
    const world = await fresh()
    const remind = () => calls(world, 'SendEmails', { emails: [world.labeler.email] })
    await remind()
    return remind()
  },

  // Acceptance
  acceptanceNotFound: ({ shared }) =>
    calls(shared, 'GetWorkforceSamplingTask', undefined, { checking_task_id: 'none' }),
  acceptanceOpen: async ({ fresh }) => {
    const world = await fresh()
    await openAcceptance(world)
    return calls(world, 'StartWorkforceSamplingTask', { sampling_num: 1 })
  },
  acceptanceNotOpen: ({ shared }) => calls(shared, 'UpdateWorkforceSamplingTask', { action: 0 }),
  nothingToAccept: async ({ fresh }) => {
    const world = await fresh()
    const { task_id } = await world.owner.call('CreateWorkforceTask', world, {})
    return calls({ ...world, workforce_task_id: task_id }, 'StartWorkforceSamplingTask', { sampling_num: 1 })
  },
}

const anImage = blackPng(100, 80).toString('base64')
const aSwitch = { current_version_id: 'none' }
const idOf = ({ worker_id }: Caller) => ({ worker_id })

/** Bytes of a file as a system takes them that has no room left. */
async function* fullDisk(): AsyncGenerator<Uint8Array> {
  yield Buffer.from('b')
  throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC', syscall: 'write' })
}
