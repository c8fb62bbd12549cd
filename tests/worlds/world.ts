import { deleteEntries, insertEntries, updateEntries } from '#adapters/sql/entries.ts'
import { insertSamples, updateSamples } from '#adapters/sql/samples.ts'
import { EntryStateCode, SampleFacet } from '#adapters/sql/state-codes.ts'
import type { Store } from '#adapters/sql/store.ts'
import type { DatasetRow, EntryRow, SampleRow, WorkforceTaskRow } from '#adapters/sql/tables.ts'
import type { StoredLabel } from '#core/labels/label.ts'
import { labelSetOf } from '#core/labels/label-set.ts'
import { countLabels } from '#core/labels/label-surgery.ts'
import { isHard } from '#core/labels/metadata.ts'
import { type DrawnLabel, type DrawnSample, type DrawnWorld, WORKERS } from './generators.ts'

/** Keys between two rows: rows lie in many blocks, as those of a big data set do. */
const GAP = 1700

/** What the records hold of one data set. */
export type World = {
  dataset: DatasetRow
  tasks: WorkforceTaskRow[]
  samples: SampleRow[]
  entries: EntryRow[]
  label_keys: number[]
}

/** The people and the project of all worlds. */
export async function prepareWorlds({ db }: Store): Promise<void> {
  await db
    .insertInto('project')
    .values({ project_id: 'p', project_name: 'p', domain_id: 'd', domain_name: 'D', create_time: 0 })
    .execute()
  const rest = { project_id: 'p', status: 0, create_time: 0, update_time: 0 }
  const emailOf = (worker_id: string) => (worker_id === 'w3' ? null : `${worker_id}@example.com`)
  await db
    .insertInto('worker')
    .values(WORKERS.map((worker_id) => ({ worker_id, email: emailOf(worker_id), ...rest })))
    .execute()
}

export const storedLabels = (drawn: readonly DrawnLabel[], label_keys: readonly number[]): StoredLabel[] =>
  drawn.map(({ name, score, property }) => ({
    label_key: label_keys[name]!,
    type: name === 2 ? 103 : 0,
    property,
    ...(score !== undefined && { score }),
  }))

let made = 0

/** Puts a world into the records; its rows are `gap` keys apart. */
export async function makeWorld(store: Store, drawn: DrawnWorld, gap = GAP): Promise<World> {
  const dataset_id = `d${++made}`
  await store.db.insertInto('dataset').values(datasetRow(dataset_id)).execute()
  await store.db
    .insertInto('workforce_task')
    .values(drawn.tasks.map((task, i) => taskRow(dataset_id, `${dataset_id}t${i}`, task)))
    .execute()
  const members = drawn.tasks.flatMap((_, i) => WORKERS.map((worker_id) => memberRow(`${dataset_id}t${i}`, worker_id)))
  await store.db.insertInto('task_member').values(members).execute()
  const firstLabel = await store.reserveKeys('label', 3)
  const label_keys = [firstLabel, firstLabel + 1, firstLabel + 2]
  const rest = { dataset_id, attributes: '[]', property: '{}', deleted: 0 }
  const definitions = label_keys.map((label_key, i) => ({ label_key, name: `l${i}`, type: i === 2 ? 103 : 0, ...rest }))
  await store.db.insertInto('label').values(definitions).execute()
  const firstSample = await store.reserveKeys('sample', drawn.samples.length * gap)
  const firstEntry = await store.reserveKeys('entry', drawn.entries.length * gap)
  const samples = drawn.samples.map((one, i) => sampleRow(dataset_id, firstSample + i * gap, one, label_keys))
  const units = new Map(
    drawn.entries.map((one) => {
      const sample = samples[one.sample % samples.length]!
      return [`${sample.sample_key} ${one.task} ${one.worker}`, { ...one, sample_key: sample.sample_key }]
    }),
  )
  await store.transaction(async (tx) => {
    await insertSamples(
      tx,
      samples.map((sample) => ({ ...sample, counts: countLabels(JSON.parse(sample.labels)) })),
    )
    const entries = [...units.values()].map((one, i) => ({
      entry_key: firstEntry + i * gap,
      task_id: `${dataset_id}t${one.task}`,
      sample_key: one.sample_key,
      worker_id: one.worker,
      state: EntryStateCode[one.state],
      labels: JSON.stringify(storedLabels(one.labels, label_keys)),
      metadata: JSON.stringify(one.metadata),
    }))
    await insertEntries(
      tx,
      entries.map((entry) => ({ ...entry, counts: countLabels(JSON.parse(entry.labels)) })),
    )
    const marks = [...units.values()].map((one, i) => [
      firstEntry + i * gap,
      one.review_accept,
      one.drawn_in,
      one.verdict,
    ])
    await tx.each.update('entry', ['entry_key'], ['review_accept', 'drawn_in', 'verdict'], marks)
  })
  return readWorld(store, dataset_id, label_keys)
}

async function readWorld({ db }: Store, dataset_id: string, label_keys: number[]): Promise<World> {
  const tasks = await db
    .selectFrom('workforce_task')
    .selectAll()
    .where('dataset_id', '=', dataset_id)
    .orderBy('task_id')
    .execute()
  return {
    dataset: await db.selectFrom('dataset').selectAll().where('dataset_id', '=', dataset_id).executeTakeFirstOrThrow(),
    tasks,
    samples: await db
      .selectFrom('sample')
      .selectAll()
      .where('dataset_id', '=', dataset_id)
      .orderBy('sample_key')
      .execute(),
    entries: await db
      .selectFrom('entry')
      .selectAll()
      .where(
        'task_id',
        'in',
        tasks.map(({ task_id }) => task_id),
      )
      .orderBy('entry_key')
      .execute(),
    label_keys,
  }
}

export function labelSetFor({ label_keys }: Pick<World, 'label_keys'>) {
  return labelSetOf(
    label_keys.map((label_key, i) => ({
      label_key,
      name: `l${i}`,
      type: i === 2 ? 103 : 0,
      attributes: [],
      property: {},
    })),
  )
}

/** The same world as it is now. */
export function again(store: Store, { dataset, label_keys }: World): Promise<World> {
  return readWorld(store, dataset.dataset_id, label_keys)
}

export async function relabelSample(store: Store, before: SampleRow, labels: readonly StoredLabel[]): Promise<void> {
  const state = labels.length > 0 ? SampleFacet.labelled : SampleFacet.unlabelled
  const after = { ...before, labels: JSON.stringify(labels), state, prediction: null, revision: before.revision + 1 }
  const counted = { ...before, counts: countLabels(JSON.parse(before.labels)) }
  await store.transaction((tx) => updateSamples(tx, [{ before: counted, after, counts: countLabels(labels) }]))
}

/** The first entry goes, the second takes the labels and the state of the last one. */
export async function moveEntries(store: Store, { entries }: World): Promise<void> {
  const [first, second, ...others] = entries
  const last = others.at(-1)
  if (!first || !second || !last) return
  const counted = (entry: EntryRow) => ({ ...entry, counts: countLabels(JSON.parse(entry.labels)) })
  const after = { ...second, state: last.state, labels: last.labels, revision: second.revision + 1 }
  await store.transaction(async (tx) => {
    await deleteEntries(tx, [counted(first)])
    await updateEntries(tx, [{ before: counted(second), after, counts: counted(after).counts }])
  })
}

function sampleRow(
  dataset_id: string,
  sample_key: number,
  drawn: DrawnSample,
  label_keys: readonly number[],
): SampleRow {
  const { predicted, ...given } = drawn
  const labels = storedLabels(drawn.labels, label_keys)
  const unlabelled = predicted ? SampleFacet.predicted : SampleFacet.unlabelled
  return {
    ...given,
    sample_key,
    dataset_id,
    sample_id: `${dataset_id}s${sample_key}`,
    bucket: 'in',
    object_key: String(sample_key),
    line: null,
    sample_size: 0,
    sample_etag: null,
    is_part: 0,
    content: null,
    text_length: null,
    width: null,
    height: null,
    depth: null,
    orientation: null,
    duration: null,
    state: predicted || labels.length === 0 ? unlabelled : SampleFacet.labelled,
    labels: JSON.stringify(predicted ? [] : labels),
    prediction: predicted ? JSON.stringify(labels) : null,
    metadata: JSON.stringify(drawn.metadata),
    sample_usage: null,
    hard: isHard(drawn.metadata, labels) ? 1 : 0,
    labelers: JSON.stringify(drawn.labelers),
    annotated_by: null,
    label_time: 0,
    revision: 0,
    create_time: 0,
  }
}

/** Whoever has an entry of a team task is or was a member of it. */
function memberRow(task_id: string, worker_id: string) {
  const rest = { role: 0, email_status: 0, last_notify_time: 0, removed: 0, create_time: 0, update_time: 0 } as const
  return { task_id, worker_id, workforce_id: 'f', position: WORKERS.indexOf(worker_id), ...rest }
}

function datasetRow(dataset_id: string) {
  return {
    dataset_id,
    project_id: 'p',
    dataset_name: dataset_id,
    dataset_type: 0,
    description: '',
    status: 1,
    work_path: '/in/',
    inner_work_path: '/in/',
    work_path_type: 0,
    data_sources: '[]',
    data_format: 'Default',
    schema: '[]',
    import_annotations: 0,
    import_data: 0,
    managed: 0,
    content_labeling: 1,
    text_offset_unit: 'code_point',
    text_overlaps: 1,
    workspace_id: '0',
    owner_name: 'human/D/admin',
    deleted_sample_count: 0,
    revision: 0,
    label_revision: 0,
    create_time: 0,
    update_time: 0,
    data_update_time: 0,
  } as DatasetRow
}

function taskRow(dataset_id: string, task_id: string, drawn: { status: number; deleted: number }) {
  return {
    ...drawn,
    task_id,
    dataset_id,
    task_name: task_id,
    description: '',
    status_before: 1,
    repetition: 1,
    synchronize_data: 0,
    synchronize_auto_labeling_data: 0,
    auto_sync_dataset: 1,
    workforces_config: '{}',
    acceptance_number: 2,
    deleted_sample_count: 0,
    create_time: 0,
    update_time: 0,
  } as WorkforceTaskRow
}
