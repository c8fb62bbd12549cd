import { layOut } from '#adapters/sql/deal-order.ts'
import { insertEntries } from '#adapters/sql/entries.ts'
import { insertSamples } from '#adapters/sql/samples.ts'
import { EntryStateCode, SampleFacet } from '#adapters/sql/state-codes.ts'
import type { Store } from '#adapters/sql/store.ts'
import type { SampleRow } from '#adapters/sql/tables.ts'
import { DatasetStatus, SampleType, WorkerRole, WorkerStatus, WorkforceTaskStatus } from '#contract/codes.ts'
import { seededRandom } from '#core/acceptance/random.ts'
import { countLabels } from '#core/labels/label-surgery.ts'
import { deal } from '#core/workforce-tasks/dealing.ts'
import { issueToken } from '#server/identity/tokens.ts'
import { newHexId, newId, sampleIdOf, workerIdOf } from '#server/ids.ts'
import { type Definition, IMAGE, storedLabels, type Workload } from './workload.ts'

/** What a bench finds in the records: a dataset with one team task whose samples are dealt to its labelers. */
export type Scene = {
  work: Workload
  project_id: string
  dataset_id: string
  task_id: string
  workforce_id: string
  definitions: Definition[]
  /** Token of the owner. */
  owner: string
  labelers: Labeler[]
}

export type Labeler = {
  worker_id: string
  email: string
  token: string
  /** In the order in which he is shown them. */
  entries: DealtSample[]
}
export type DealtSample = { number: number; sample_id: string; sample_key: number; entry_key: number }

export type SceneOptions = {
  work: Workload
  samples: number
  labelers: number
  /** `none`: the task is not dealt yet; `untouched`: dealt, not labelled; `labelled`: all waits for acceptance. */
  entries: 'none' | 'untouched' | 'labelled'
  /** One of how many samples has labels in the dataset already, others than its entry; 0 = none. */
  labelledEvery?: number
}

const DEFINITIONS = 10
/** Rows written in one transaction. */
const CHUNK = 20_000
const SEED = '6d757374657220626f6172642062656e'
const OWNER = 'admin'
const FOLDER = '/bench/data/'
/** Of the labels that samples have in the dataset beforehand. */
const OTHER_ROUND = 5

/**
 * Fills migrated, empty records through the functions that the server itself uses, so that indexes and counters are what
 * they would be after so many calls.
 */
export async function seedScene(store: Store, options: SceneOptions): Promise<Scene> {
  const { work } = options
  const project_id = await insertProject(store)
  const owner = await signIn(store, { project_id, user_name: OWNER, worker_id: null })
  const { dataset_id, definitions } = await insertDataset(store, project_id, work)
  const { workforce_id, labelers } = await insertTeam(store, project_id, options.labelers)
  const samples = await insertAllSamples(store, { ...options, dataset_id, definitions })
  const task_id = await insertTask(store, { dataset_id, workforce_id, labelers, entries: options.entries })
  const scene = { work, project_id, dataset_id, task_id, workforce_id, definitions, owner, labelers }
  if (options.entries !== 'none') await dealAll(store, scene, samples, options.entries)
  return scene
}

async function insertProject({ db }: Store): Promise<string> {
  const project_id = newHexId()
  const names = { project_name: 'bench', domain_id: newHexId(), domain_name: project_id }
  await db
    .insertInto('project')
    .values({ project_id, ...names, create_time: Date.now() })
    .execute()
  return project_id
}

/** Makes an account without a password and returns a token for it. */
async function signIn(
  store: Store,
  who: { project_id: string; user_name: string; worker_id: string | null },
): Promise<string> {
  const account = { account_id: newHexId(), domain_name: who.project_id, password_hash: null, create_time: Date.now() }
  await store.db
    .insertInto('account')
    .values({ ...account, ...who })
    .execute()
  const { token } = await issueToken({ store, now: Date.now }, account.account_id, who.project_id)
  return token
}

async function insertDataset(store: Store, project_id: string, { dataset_type }: Workload) {
  const dataset_id = newId()
  const times = { create_time: Date.now(), update_time: Date.now(), data_update_time: Date.now() }
  await store.db
    .insertInto('dataset')
    .values({
      dataset_id,
      project_id,
      dataset_name: 'bench',
      dataset_type,
      description: '',
      status: DatasetStatus.normal,
      work_path: '/bench/work/',
      inner_work_path: '/bench/work/bench/',
      work_path_type: 0,
      data_sources: JSON.stringify([{ data_type: 0, data_path: FOLDER }]),
      data_format: 'Default',
      schema: '[]',
      import_annotations: 0,
      import_data: 0,
      managed: 0,
      content_labeling: 1,
      text_offset_unit: 'code_point',
      text_overlaps: 1,
      workspace_id: '0',
      owner_name: `human/${OWNER}`,
      deleted_sample_count: 0,
      revision: 0,
      label_revision: 0,
      ...times,
    })
    .execute()
  const first = await store.reserveKeys('label', DEFINITIONS)
  const definitions = Array.from({ length: DEFINITIONS }, (_, i) => ({ label_key: first + i, name: `class-${i}` }))
  const rest = { dataset_id, type: dataset_type, attributes: '[]', property: '{}', deleted: 0 }
  await store.db
    .insertInto('label')
    .values(definitions.map((definition) => ({ ...definition, ...rest })))
    .execute()
  return { dataset_id, definitions }
}

async function insertTeam(store: Store, project_id: string, count: number) {
  const workforce_id = newId()
  const times = { create_time: Date.now(), update_time: Date.now() }
  await store.db
    .insertInto('workforce')
    .values({ workforce_id, project_id, workforce_name: 'bench', description: '', ...times })
    .execute()
  const labelers: Labeler[] = []
  for (let i = 1; i <= count; i++) {
    const email = `labeler${i}@example.com`
    const worker_id = workerIdOf(project_id, email)
    await store.db
      .insertInto('worker')
      .values({ worker_id, project_id, email, status: WorkerStatus.loggedIn, ...times })
      .execute()
    await store.db
      .insertInto('membership')
      .values({ workforce_id, worker_id, role: WorkerRole.labeler, description: '', ...times })
      .execute()
    const token = await signIn(store, { project_id, user_name: email, worker_id })
    labelers.push({ worker_id, email, token, entries: [] })
  }
  return { workforce_id, labelers }
}

type NewSamples = SceneOptions & { dataset_id: string; definitions: readonly Definition[] }

async function insertAllSamples(
  store: Store,
  options: NewSamples,
): Promise<Pick<DealtSample, 'number' | 'sample_id' | 'sample_key'>[]> {
  const first = await store.reserveKeys('sample', options.samples)
  const all: Pick<DealtSample, 'number' | 'sample_id' | 'sample_key'>[] = []
  for (let at = 0; at < options.samples; at += CHUNK) {
    const rows = Array.from({ length: Math.min(CHUNK, options.samples - at) }, (_, i) =>
      sampleRow(options, at + i, first + at + i),
    )
    await store.transaction((tx) => insertSamples(tx, rows))
    for (const { sample_id, sample_key } of rows) all.push({ number: all.length, sample_id, sample_key })
  }
  return all
}

function sampleRow(options: NewSamples, number: number, sample_key: number) {
  const { work, dataset_id, definitions, labelledEvery = 0 } = options
  const sample_name = `photo-${String(number).padStart(7, '0')}.jpg`
  const labelled = labelledEvery > 0 && number % labelledEvery === 0
  const labels = labelled ? storedLabels(work, definitions, number, OTHER_ROUND) : []
  return {
    sample_key,
    dataset_id,
    sample_id: sampleIdOf(dataset_id, FOLDER + sample_name, null),
    sample_type: SampleType.image,
    bucket: 'bench',
    object_key: `data/${sample_name}`,
    line: null,
    sample_name,
    sample_dir: FOLDER,
    sample_size: 200_000 + (number % 1000),
    sample_time: Date.now(),
    sample_etag: null,
    is_part: 0,
    content: null,
    text_length: null,
    ...IMAGE,
    duration: null,
    state: labelled ? SampleFacet.labelled : SampleFacet.unlabelled,
    labels: JSON.stringify(labels),
    prediction: null,
    metadata: '{"@modelarts:import_origin":0}',
    sample_usage: null,
    hard: 0,
    labelers: labelled ? `["human/${OWNER}"]` : '[]',
    annotated_by: labelled ? `human/${OWNER}` : null,
    label_time: 0,
    revision: 0,
    create_time: Date.now(),
    counts: countLabels(labels),
  } satisfies SampleRow & { counts: Map<number, number> }
}

type NewTask = Pick<Scene, 'dataset_id' | 'workforce_id' | 'labelers'> & Pick<SceneOptions, 'entries'>

async function insertTask(store: Store, { dataset_id, workforce_id, labelers, entries }: NewTask): Promise<string> {
  const task_id = newId()
  const times = { create_time: Date.now(), update_time: Date.now() }
  await store.db
    .insertInto('workforce_task')
    .values({
      task_id,
      dataset_id,
      task_name: 'bench',
      description: '',
      status: entries === 'none' ? WorkforceTaskStatus.created : WorkforceTaskStatus.running,
      status_before: WorkforceTaskStatus.running,
      repetition: 1,
      synchronize_data: 0,
      synchronize_auto_labeling_data: 0,
      auto_sync_dataset: 1,
      workforces_config: JSON.stringify({ workforces: [{ workforce_id }] }),
      acceptance_number: 0,
      deleted_sample_count: 0,
      deleted: 0,
      ...times,
    })
    .execute()
  if (entries === 'none') return task_id
  const rest = { workforce_id, role: WorkerRole.labeler, email_status: 0, last_notify_time: 0, removed: 0, ...times }
  await store.db
    .insertInto('task_member')
    .values(labelers.map(({ worker_id }, position) => ({ task_id, worker_id, position, ...rest })))
    .execute()
  return task_id
}

async function dealAll(
  store: Store,
  { work, definitions, task_id, labelers }: Scene,
  samples: readonly Omit<DealtSample, 'entry_key'>[],
  entries: 'untouched' | 'labelled',
): Promise<void> {
  const bySample = new Map(samples.map((sample) => [sample.sample_key, sample]))
  const sample_keys = [...bySample.keys()]
  const shares = deal({ samples: sample_keys, labelers, repetition: 1, random: seededRandom(SEED) })
  for (const runs of layOut(shares, await store.reserveKeys('entry', samples.length))) {
    const rows = runs.flatMap(({ worker, first, sample_keys }) =>
      sample_keys.map((sample_key, i) => {
        const sample = { ...bySample.get(sample_key)!, entry_key: first + i }
        worker.entries.push(sample)
        const labels = entries === 'labelled' ? storedLabels(work, definitions, sample.number, 0) : []
        return {
          entry_key: sample.entry_key,
          task_id,
          sample_key,
          worker_id: worker.worker_id,
          state: entries === 'labelled' ? EntryStateCode.UNCHECK : EntryStateCode.UN_ANNOTATION,
          labels: JSON.stringify(labels),
          metadata: '{}',
          counts: countLabels(labels),
        }
      }),
    )
    await store.transaction((tx) => insertEntries(tx, rows))
  }
  for (const { entries } of labelers) entries.sort((a, b) => a.entry_key - b.entry_key)
}
