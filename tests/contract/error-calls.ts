import { once } from 'node:events'
import { type AddressInfo, connect } from 'node:net'
import type { CallId } from '#contract/operations.ts'
import type { TestServer } from '#tests/app.ts'
import { aDataset } from '#tests/builders.ts'
import { Caller, Refused } from '#tests/caller.ts'
import { fullLabel, type World } from './world.ts'

/** What a caller is told; an item of a batch has no status of its own. */
export type Raised = { status?: number; error_code: string | undefined }

type Place = { owner: Caller; dataset_id?: string; workforce_task_id?: string; workforce_id?: string }

/**
 * A call of the owner, or of whom the place calls so; the refusal of the whole call or that of its first item. `more`
 * names what stands below in the path, and parameters of the query.
 */
export async function calls(place: Place, id: CallId, body?: unknown, more: object = {}): Promise<Raised> {
  const { dataset_id, workforce_task_id, workforce_id } = place
  const names = { dataset_id, workforce_task_id, workforce_id, ...more }
  const answer = await place.owner.call(id, names as never, body).catch((error: unknown) => {
    if (error instanceof Refused) return { status: error.status, error_code: error.error_code }
    throw error
  })
  const { status, error_code } = (answer ?? {}) as { status?: number; error_code?: string }
  return { ...(status !== undefined && { status }), error_code }
}

export async function asks(
  caller: Caller,
  method: string,
  url: string,
  body?: unknown,
  headers?: Record<string, string>,
): Promise<Raised> {
  const { status, json } = await caller.request(method, url, { body, headers })
  return { status, error_code: json?.error_code }
}

export async function sends({ owner }: World, body: string, type = 'application/json'): Promise<Raised> {
  const headers = { 'content-type': type }
  const { status, json } = await owner.request('POST', `/v2/${owner.projectId}/workforces`, { body, headers })
  return { status, error_code: json?.error_code }
}

export const datasets = ({ owner }: World) => `/v2/${owner.projectId}/datasets`

export const withToken = ({ app }: TestServer, { owner: { projectId } }: World, token: string) =>
  new Caller(app, { projectId, token })

export async function accountOf({ services }: TestServer, project_id: string): Promise<string> {
  const { account_id } = await services.store.db
    .selectFrom('account')
    .select('account_id')
    .where('project_id', '=', project_id)
    .where('worker_id', 'is', null)
    .executeTakeFirstOrThrow()
  return account_id
}

export function signsIn({ owner }: TestServer, user: { name: string; password: string }): Promise<Raised> {
  const identity = { methods: ['password'], password: { user } }
  return asks(owner, 'POST', '/v3/auth/tokens', { auth: { identity } })
}

/** The address at which a member takes up his invitation. */
export async function invitation({ owner, idler }: World): Promise<string> {
  const { json } = await owner.request('GET', `/muster/v1/workers/${idler.worker_id}/invitation`)
  return new URL(json.link ?? (await renewed(owner, idler))).pathname.replace('/invitation/', '/muster/v1/invitations/')
}

async function renewed(owner: Caller, { worker_id }: Caller): Promise<string> {
  const { json } = await owner.request('POST', `/muster/v1/workers/${worker_id}/invitation`)
  return json.link
}

export function creates(world: World, changes: object): Promise<Raised> {
  const { bucket } = world.dataset
  return calls(world, 'CreateDataset', {
    dataset_name: 'refused',
    dataset_type: 1,
    data_sources: [{ data_path: `/${bucket}/in/` }],
    work_path: `/${bucket}/out/`,
    work_path_type: 0,
    ...changes,
  })
}

/** Labels one image with one box, whose property and sample are changed. */
export function labels(world: World, property: object, sample: object = {}): Promise<Raised> {
  const label = { ...fullLabel, property: { ...fullLabel.property, ...property } }
  return calls(world, 'UpdateSamples', { samples: [{ sample_id: world.mine[2], labels: [label], ...sample }] })
}

export const defines = (world: World, changes: object) =>
  calls(world, 'CreateLabels', { labels: [{ name: 'tree', type: 1, ...changes }] })

export const makesTask = (world: World, workforces_config: object, more: object = {}) =>
  calls(world, 'CreateWorkforceTask', { workforces_config, ...more })

export async function aTripletSet(server: TestServer, owner: Caller) {
  const property = { '@modelarts:from_type': 'PER', '@modelarts:to_type': 'PER' }
  return aDataset(server, {
    type: 102,
    lines: ['Ann knows Bob.'],
    labels: [
      { name: 'PER', type: 103 },
      { name: 'likes', type: 102, property },
    ],
    project: { projectId: owner.projectId, owner },
  })
}

export const imports = (world: World, body: object = {}) =>
  calls(world, 'ImportTask', { import_path: world.dataset.input, ...body })

/** How an import of these files ends. */
export async function imported(world: World, files: Record<string, string | Buffer>, body: object = {}) {
  const { server, owner, dataset } = world
  for (const [path, bytes] of Object.entries(files)) {
    await server.services.blobs.writeBlob(dataset.bucket, `from/${path}`, Buffer.from(bytes))
  }
  const import_path = `/${dataset.bucket}/from/`
  const { task_id } = await owner.call('ImportTask', world, { import_path, ...body })
  await server.idle()
  const { error_code } = await owner.call('DescImportTask', { ...world, task_id })
  return { error_code }
}

/** How an import ends that is stopped before it has begun. */
export async function stoppedImport(world: World): Promise<Raised> {
  const { owner, server, dataset } = world
  const { jobs } = server.services
  const { start } = jobs
  jobs.start = () => {}
  const { task_id } = await owner.call('ImportTask', world, { import_path: dataset.input })
  jobs.start = start
  await owner.call('StopDataTask', { ...world, task_id })
  const { error_code } = await owner.call('DescImportTask', { ...world, task_id })
  return { error_code }
}

/** How a synchronisation ends. */
export async function synchronized(world: World): Promise<Raised> {
  await world.owner.call('SyncDataSource', world)
  await world.server.idle()
  const { error_code } = await world.owner.call('SyncDataSourceState', world)
  return { error_code }
}

export const publishes = (world: World, version_name: string, body: object = {}) =>
  calls(world, 'CreateDatasetVersion', { version_name, ...body })

export async function published(world: World, version_name: string): Promise<World> {
  await world.owner.call('CreateDatasetVersion', world, { version_name })
  await world.server.idle()
  return world
}

/** States that are gone again before anybody sees them. */
export async function inStatus(world: World, status: number): Promise<World> {
  await world.server.services.store.db
    .updateTable('dataset')
    .set({ status: status as never })
    .where('dataset_id', '=', world.dataset_id)
    .execute()
  return world
}

/** Half a request, over a connection on which little patience is left. */
export async function slowly({ app }: TestServer): Promise<Raised> {
  if (!app.server.listening) await app.listen({ host: '127.0.0.1', port: 0 })
  const usual = app.server.headersTimeout
  app.server.headersTimeout = 100
  const socket = connect((app.server.address() as AddressInfo).port, '127.0.0.1')
  let text = ''
  socket.on('data', (chunk) => {
    text += chunk
  })
  socket.write('GET / HTTP/1.1\r\n')
  await once(socket, 'close')
  app.server.headersTimeout = usual
  return { status: Number(text.slice(9, 12)), error_code: JSON.parse(text.split('\r\n\r\n')[1]!).error_code }
}
