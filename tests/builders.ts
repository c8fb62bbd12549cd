import { DatasetType, WorkerRole, WorkerStatus } from '#contract/codes.ts'
import type { CreateDatasetReq } from '#contract/datasets.ts'
import type { Label } from '#contract/labels.ts'
import { issueToken } from '#server/identity/tokens.ts'
import { newHexId, newId, workerIdOf } from '#server/ids.ts'
import type { Services } from '#server/services.ts'
import type { TestProject, TestServer } from '#tests/app.ts'
import { Caller } from '#tests/caller.ts'
import { blackPng } from '#tests/fixtures/png.ts'

export type TestTeam = {
  workforce_id: string
  workforce_name: string
  labelers: Caller[]
  reviewers: Caller[]
  managers: Caller[]
}

type TeamOptions = { labelers?: number; reviewers?: number; managers?: number; project?: TestProject }

/** A team whose members are signed in; every member has an address of his own. */
export async function aTeam(server: TestServer, options: TeamOptions = {}): Promise<TestTeam> {
  const { labelers = 0, reviewers = 0, managers = 0, project = server } = options
  const { services } = server
  const workforce_id = newId()
  const workforce_name = `team-${workforce_id}`
  const time = services.now()
  await services.store.db
    .insertInto('workforce')
    .values({
      workforce_id,
      project_id: project.projectId,
      workforce_name,
      description: '',
      create_time: time,
      update_time: time,
    })
    .execute()
  const members = async (word: string, role: number, count: number) => {
    const callers: Caller[] = []
    for (let i = 1; i <= count; i++) {
      const email = `${word}${i}-${workforce_id.toLowerCase()}@example.com`
      callers.push(await aMember(server, { workforce_id, email, role, project }))
    }
    return callers
  }
  return {
    workforce_id,
    workforce_name,
    labelers: await members('labeler', WorkerRole.labeler, labelers),
    reviewers: await members('reviewer', WorkerRole.reviewer, reviewers),
    managers: await members('manager', WorkerRole.manager, managers),
  }
}

type MemberOptions = { workforce_id: string; email: string; role: number; project?: TestProject }

/** Adds a member to a team and signs him in; somebody who is in another team already stays the same person. */
export async function aMember(server: TestServer, options: MemberOptions): Promise<Caller> {
  const { workforce_id, email, role, project = server } = options
  const { store, now } = server.services
  const worker_id = workerIdOf(project.projectId, email)
  const times = { create_time: now(), update_time: now() }
  await store.db
    .insertInto('worker')
    .values({ worker_id, project_id: project.projectId, email, status: WorkerStatus.notInvited, ...times })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  await store.db
    .insertInto('membership')
    .values({ workforce_id, worker_id, role, description: '', ...times })
    .execute()
  return signIn(server, worker_id)
}

/** Signs in a member who exists already: his account is made without a password, which takes a while to hash. */
export async function signIn({ app, services }: TestServer, worker_id: string): Promise<Caller> {
  const worker = await services.store.db
    .selectFrom('worker')
    .innerJoin('project', 'project.project_id', 'worker.project_id')
    .select(['worker.project_id', 'email', 'domain_name'])
    .where('worker_id', '=', worker_id)
    .executeTakeFirstOrThrow()
  const { project_id, domain_name } = worker
  const email = worker.email!
  const account_id = await accountOf(services, { worker_id, project_id, domain_name, user_name: email })
  const { token } = await issueToken(services, account_id, project_id)
  return new Caller(app, { projectId: project_id, token, email, worker_id })
}

async function accountOf(
  { store, now }: Services,
  names: { worker_id: string; project_id: string; domain_name: string; user_name: string },
): Promise<string> {
  const { account_id } = await store.db
    .insertInto('account')
    .values({ account_id: newHexId(), ...names, password_hash: null, create_time: now() })
    .onConflict((conflict) =>
      conflict.column('worker_id').where('worker_id', 'is not', null).doUpdateSet({ user_name: names.user_name }),
    )
    .returning('account_id')
    .executeTakeFirstOrThrow()
  return account_id
}

export type TestDataset = { dataset_id: string; dataset_name: string; bucket: string; input: string }

type DatasetOptions = {
  type?: DatasetType
  /** Files by their path below the input path. */
  files?: Record<string, string | Uint8Array>
  /** Lines of one text file; the type is 100 then unless another one is given. */
  lines?: readonly string[]
  /** So many images of 100 x 80 pixels: 001.png, 002.png, … */
  images?: number
  labels?: readonly Label[]
  settings?: Partial<CreateDatasetReq>
  project?: TestProject
}

/** A dataset whose scan is done, made over files in a bucket of its own. */
export async function aDataset(server: TestServer, options: DatasetOptions = {}): Promise<TestDataset> {
  const { lines, images = 0, labels, settings, project = server } = options
  const type = options.type ?? (lines ? DatasetType.textClassification : DatasetType.imageClassification)
  const dataset_name = settings?.dataset_name ?? `data-${newId()}`
  const bucket = `bucket-${newId().toLowerCase()}`
  await server.bucket(bucket, ['in'])
  const files: Record<string, string | Uint8Array> = {
    ...options.files,
    ...(lines && { 'lines.txt': lines.join('\n') }),
  }
  for (let i = 1; i <= images; i++) files[`${String(i).padStart(3, '0')}.png`] = blackPng(100, 80)
  for (const [path, bytes] of Object.entries(files)) {
    await server.services.blobs.writeBlob(bucket, `in/${path}`, Buffer.from(bytes))
  }
  const { dataset_id } = await project.owner.call(
    'CreateDataset',
    {},
    {
      dataset_name,
      dataset_type: type,
      data_sources: [{ data_path: `/${bucket}/in/` }],
      work_path: `/${bucket}/out/`,
      work_path_type: 0,
      labels,
      ...settings,
    },
  )
  await server.idle()
  return { dataset_id: dataset_id!, dataset_name, bucket, input: `/${bucket}/in/` }
}

/** Wire ids of the samples of a dataset in the order in which they came. */
export async function sampleIdsOf({ services }: TestServer, dataset_id: string): Promise<string[]> {
  const rows = await services.store.db
    .selectFrom('sample')
    .select('sample_id')
    .where('dataset_id', '=', dataset_id)
    .orderBy('sample_key')
    .execute()
  return rows.map(({ sample_id }) => sample_id)
}
