import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { SearchCondition } from '#contract/search-conditions.ts'
import { entryMetadata } from '#core/labels/entry-metadata.ts'
import type { StoredLabel } from '#core/labels/label.ts'
import { labelSetOf } from '#core/labels/label-set.ts'
import { countLabels } from '#core/labels/label-surgery.ts'
import { isHard } from '#core/labels/metadata.ts'
import { ENTRY_FILTERS, type EntryFacts, type EntryFilter, matchesEntryFilter } from '#core/samples/sample-state.ts'
import { readSearchConditions, type SearchTree } from '#core/samples/search-condition.ts'
import { matchesSearchCondition } from '#core/samples/search-match.ts'
import { ENTRY_STATES } from '#core/workforce-tasks/entry-life.ts'
import { freshStore } from '#tests/engines.ts'
import { deleteEntries, insertEntries, updateEntries } from './entries.ts'
import type { EntryListFilter } from './entry-filter.ts'
import { listEntries } from './entry-lists.ts'
import type { SampleFilter } from './sample-filter.ts'
import { listSamples } from './sample-lists.ts'
import { insertSamples, updateSamples } from './samples.ts'
import { EntryStateCode, entryStateOf, SampleFacet } from './state-codes.ts'
import type { Store } from './store.ts'
import type { DatasetRow, EntryRow, SampleRow, WorkforceTaskRow } from './tables.ts'

/** Keys between two rows: rows lie in many blocks, as those of a big data set do. */
const GAP = 1700
const NOW = Date.UTC(2024, 0, 31)

let opened: Awaited<ReturnType<typeof freshStore>>
let store: Store
beforeAll(async () => {
  opened = await freshStore()
  store = opened.store
  await store.db
    .insertInto('project')
    .values({ project_id: 'p', project_name: 'p', domain_id: 'd', domain_name: 'D', create_time: 0 })
    .execute()
  await store.db
    .insertInto('worker')
    .values(
      WORKERS.map((worker_id) => ({
        worker_id,
        project_id: 'p',
        email: worker_id === 'w3' ? null : `${worker_id}@example.com`,
        status: 0,
        create_time: 0,
        update_time: 0,
      })),
    )
    .execute()
})
afterAll(() => opened.dispose())

const WORKERS = ['w1', 'w2', 'w3']
const NAMES = ['human/w1@example.com', 'human/w2@example.com', 'human/w3', 'human/Default/admin', 'a"b\\', 'b\\']
const nameOf = (worker_id: string) => (worker_id === 'w3' ? 'human/w3' : `human/${worker_id}@example.com`)

const scores = [0.2, 0.5, 1]
const values = ['v', 'V', '1', 'true', 'ä"\\']
const metadataOf = fc.dictionary(
  fc.constantFrom('k', 'K', 'weird"key', '@modelarts:hard_coefficient', '@modelarts:hard'),
  fc.constantFrom('v', 'V', 1, true, ['v', 'ä"\\'], null, 0.5),
  { maxKeys: 3 },
)
const labelOf = fc.record({
  name: fc.constantFrom(0, 1, 2),
  score: fc.constantFrom(undefined, ...scores),
  property: fc.dictionary(fc.constantFrom('colour', '@modelarts:hard'), fc.constantFrom('v', 'true'), { maxKeys: 2 }),
})
const labelsOf = fc.array(labelOf, { maxLength: 3 })
type Drawn = { name: number; score: number | undefined; property: Record<string, unknown> }

const sampleOf = fc.record({
  sample_name: fc.constantFrom('a.jpg', 'A.jpg', 'b_%.jpg'),
  sample_dir: fc.constantFrom('/in/x/', '/in/x/y/', 'obs://in/x/', '/in/'),
  sample_time: fc.constantFrom(NOW - 86_400_000 * 40, NOW - 86_400_000 * 3, NOW),
  sample_type: fc.constantFrom(0, 1),
  metadata: metadataOf,
  labels: labelsOf,
  predicted: fc.boolean(),
  labelers: fc.uniqueArray(fc.constantFrom(...NAMES), { maxLength: 2 }),
})
const entryOf = fc.record({
  sample: fc.nat(),
  task: fc.constantFrom(0, 1),
  worker: fc.constantFrom(...WORKERS),
  state: fc.constantFrom(...ENTRY_STATES),
  labels: labelsOf,
  metadata: metadataOf,
  review_accept: fc.constantFrom(null, 0, 1),
  drawn_in: fc.constantFrom(0, 1, 2),
  verdict: fc.constantFrom(null, 0, 1),
})
const taskOf = fc.record({ status: fc.constantFrom(0, 1, 2, 5, 7), deleted: fc.constantFrom(0, 0, 0, 1) })

const valueList = fc.option(fc.uniqueArray(fc.constantFrom(...values), { minLength: 1, maxLength: 2 }))
const op = fc.constantFrom('AND' as const, 'OR' as const)
const searchOf: fc.Arbitrary<SearchCondition> = fc.record(
  {
    sample_name: fc.constantFrom('a.jpg', 'b_%.jpg'),
    sample_dir: fc.constantFrom('/in/x/', 's3://in/x/', '/in/'),
    sample_time: fc.constantFrom('day', 'month', '20240101-20240129'),
    hard: fc.constantFrom('0' as const, '1' as const),
    labeler: fc.constantFrom(...NAMES),
    coefficient: fc.constantFrom('0.5', '0-1'),
    score: fc.constantFrom('0.5', '0.1-0.6'),
    metadata: fc.record({
      op,
      props: fc.dictionary(fc.constantFrom('k', 'K', 'weird"key'), valueList, { minKeys: 1 }),
    }),
    label_list: fc.record({
      op,
      labels: fc.array(
        fc.record(
          {
            name: fc.constantFrom('l0', 'l1', 'l2', 'nobody'),
            type: fc.constantFrom(0 as const, 103 as const),
            op,
            property: fc.dictionary(fc.constantFrom('colour'), valueList),
          },
          { requiredKeys: ['op'] },
        ),
        { minLength: 1, maxLength: 2 },
      ),
    }),
  },
  { requiredKeys: [] },
)
const treeOf = fc.array(searchOf, { minLength: 1, maxLength: 2 }).map((conditions) => {
  const search = readSearchConditions(conditions, { field: 'search_conditions', now: NOW })
  if (!('tree' in search)) throw new Error(search.error_msg)
  return search.tree
})
const filterOf = fc.constantFrom(...Object.values(ENTRY_FILTERS))
const labelKeys = fc.constantFrom([0], [1], [0, 1], [])
const sampleFilterOf = fc.record(
  {
    states: fc.constantFrom(
      [SampleFacet.labelled],
      [SampleFacet.unlabelled, SampleFacet.predicted],
      [SampleFacet.predicted],
    ),
    entry: filterOf,
    label_keys: labelKeys,
    labelled: fc.constant(true),
    sample_type: fc.constantFrom(0, 1),
    member: fc.constantFrom('w1', 'w2').map((worker_id) => ({ worker_id, name: nameOf(worker_id) })),
    score: fc.constantFrom({ min: 0.3, max: 1 }, { min: 0, max: 0.2 }),
    tree: treeOf,
  },
  { requiredKeys: [] },
)
const entryFilterOf = fc.record(
  {
    filter: fc.oneof(filterOf, fc.constant({ states: ENTRY_STATES } satisfies EntryFilter)),
    worker_id: fc.constantFrom(...WORKERS),
    label_keys: labelKeys,
    labelled: fc.constant(true),
    tree: treeOf,
  },
  { requiredKeys: ['filter'] },
)

type World = {
  dataset: DatasetRow
  tasks: WorkforceTaskRow[]
  samples: SampleRow[]
  entries: EntryRow[]
  label_keys: number[]
}

const storedLabels = (drawn: readonly Drawn[], label_keys: readonly number[]): StoredLabel[] =>
  drawn.map(({ name, score, property }) => ({
    label_key: label_keys[name]!,
    type: name === 2 ? 103 : 0,
    property,
    ...(score !== undefined && { score }),
  }))

let made = 0

async function aWorld(drawn: {
  samples: (typeof sampleOf extends fc.Arbitrary<infer S> ? S : never)[]
  entries: (typeof entryOf extends fc.Arbitrary<infer E> ? E : never)[]
  tasks: (typeof taskOf extends fc.Arbitrary<infer T> ? T : never)[]
}): Promise<World> {
  const dataset_id = `d${++made}`
  await store.db.insertInto('dataset').values(datasetRow(dataset_id)).execute()
  await store.db
    .insertInto('workforce_task')
    .values(drawn.tasks.map((task, i) => taskRow(dataset_id, `${dataset_id}t${i}`, task)))
    .execute()
  const firstLabel = await store.reserveKeys('label', 3)
  const label_keys = [firstLabel, firstLabel + 1, firstLabel + 2]
  const firstSample = await store.reserveKeys('sample', drawn.samples.length * GAP)
  const firstEntry = await store.reserveKeys('entry', drawn.entries.length * GAP)
  const samples = drawn.samples.map((one, i) => sampleRow(dataset_id, firstSample + i * GAP, one, label_keys))
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
      entry_key: firstEntry + i * GAP,
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
      firstEntry + i * GAP,
      one.review_accept,
      one.drawn_in,
      one.verdict,
    ])
    await tx.each.update('entry', ['entry_key'], ['review_accept', 'drawn_in', 'verdict'], marks)
  })
  return readWorld(dataset_id, label_keys)
}

async function readWorld(dataset_id: string, label_keys: number[]): Promise<World> {
  const { db } = store
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

function labelSetFor(label_keys: readonly number[]) {
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

// The oracle: what the words of the filters say, over rows in memory.

const isOpen = ({ status }: WorkforceTaskRow) => status === 2 || status === 5

function factsOf(entry: EntryRow, task: WorkforceTaskRow): EntryFacts {
  const sampled = isOpen(task) && entry.drawn_in === task.acceptance_number
  return {
    state: entryStateOf(entry.state),
    reviewed: entry.review_accept !== null,
    sampled,
    ...(entry.verdict !== null && { verdict: entry.verdict === 1 ? 'accepted' : 'rejected' }),
  }
}

function samplesMeeting(world: World, filter: SampleFilter): number[] {
  const { states, entry, label_keys, labelled, sample_type, member, score, tree } = filter
  const seen = world.tasks.filter(({ status, deleted }) => status !== 0 && deleted === 0)
  const taskOfEntry = (one: EntryRow) => seen.find(({ task_id }) => task_id === one.task_id)
  const meets = (sample: SampleRow): boolean => {
    const entries = world.entries.filter((one) => one.sample_key === sample.sample_key && taskOfEntry(one))
    const predictions = states?.length === 1 && states[0] === SampleFacet.predicted
    const labels: StoredLabel[] = JSON.parse(predictions ? sample.prediction! : sample.labels)
    const labelers: string[] = JSON.parse(sample.labelers)
    const { sample_name, sample_dir, sample_time } = sample
    const searched = { sample_name, sample_dir, sample_time, hard: sample.hard === 1, labels, labelers }
    return (
      (!entry || entries.some((one) => matchesEntryFilter(factsOf(one, taskOfEntry(one)!), entry))) &&
      (!label_keys || labels.some(({ label_key }) => label_keys.includes(label_key!))) &&
      (!labelled || labels.length > 0) &&
      (sample_type === undefined || sample.sample_type === sample_type) &&
      (!member || labelers.includes(member.name) || entries.some(({ worker_id }) => worker_id === member.worker_id)) &&
      (!score || labels.some((one) => one.score !== undefined && one.score >= score.min && one.score <= score.max)) &&
      meetsTree({ ...searched, metadata: JSON.parse(sample.metadata) }, tree, world)
    )
  }
  return world.samples
    .filter((sample) => !states || states.includes(sample.state))
    .filter(meets)
    .map(({ sample_key }) => sample_key)
}

function entriesMeeting(world: World, task: WorkforceTaskRow, filter: EntryListFilter): number[] {
  if (task.status === 0) return []
  const meets = (entry: EntryRow): boolean => {
    const sample = world.samples.find(({ sample_key }) => sample_key === entry.sample_key)!
    const labels: StoredLabel[] = JSON.parse(entry.labels)
    const own = JSON.parse(entry.metadata)
    const { sample_name, sample_dir, sample_time } = sample
    const searched = { sample_name, sample_dir, sample_time, labels, labelers: [nameOf(entry.worker_id)] }
    return (
      matchesEntryFilter(factsOf(entry, task), filter) &&
      (filter.worker_id === undefined || entry.worker_id === filter.worker_id) &&
      (!filter.label_keys || labels.some(({ label_key }) => filter.label_keys!.includes(label_key!))) &&
      (!filter.labelled || labels.length > 0) &&
      meetsTree(
        { ...searched, hard: isHard(own, labels), metadata: entryMetadata(JSON.parse(sample.metadata), own) },
        filter.tree,
        world,
      )
    )
  }
  const ofTask = world.entries.filter(({ task_id }) => task_id === task.task_id)
  return ofTask.filter(meets).map(({ entry_key }) => entry_key)
}

type Searched = Parameters<typeof matchesSearchCondition>[0]
const meetsTree = (sample: Searched, tree: SearchTree | undefined, { label_keys }: World) =>
  !tree || matchesSearchCondition(sample, tree, labelSetFor(label_keys))

/** All pages one after another, and what every page says about how many there are. */
async function allPages<Row>(limit: number, read: (offset: number) => Promise<{ total: number; rows: Row[] }>) {
  const rows: Row[] = []
  for (let page = 0; ; page++) {
    const answer = await read(page * limit)
    rows.push(...answer.rows)
    if (answer.rows.length < limit) return { total: answer.total, rows }
  }
}

function pagesOfSamples(world: World, filter: SampleFilter, order: 'asc' | 'desc', limit: number) {
  const labelSet = labelSetFor(world.label_keys)
  return allPages(limit, async (offset) => {
    const page = { offset, limit, order }
    const { total, samples } = await store.snapshot((db) => listSamples(db, world.dataset, { filter, labelSet, page }))
    return { total, rows: samples.map(({ sample_key }) => sample_key) }
  })
}

function pagesOfEntries(world: World, task: WorkforceTaskRow, filter: EntryListFilter, limit: number) {
  const labelSet = labelSetFor(world.label_keys)
  return allPages(limit, async (offset) => {
    const page = { offset, limit, order: 'asc' as const }
    const read = { filter, labelSet, page }
    const { total, entries } = await store.snapshot((db) => listEntries(db, { dataset: world.dataset, task }, read))
    return { total, rows: entries.map(({ entry }) => entry.entry_key) }
  })
}

const worldOf = {
  samples: fc.array(sampleOf, { minLength: 1, maxLength: 12 }),
  entries: fc.array(entryOf, { maxLength: 24 }),
  tasks: fc.tuple(taskOf, taskOf),
}

test('the pages of a list of samples, one after another, are what the filter says, and all of it', async () => {
  const filters = fc.array(sampleFilterOf, { minLength: 1, maxLength: 6 })
  await fc.assert(
    fc.asyncProperty(
      fc.record(worldOf),
      filters,
      fc.constantFrom('asc' as const, 'desc' as const),
      fc.integer({ min: 1, max: 5 }),
      fc.array(fc.record({ which: fc.nat(), labels: labelsOf }), { maxLength: 3 }),
      async (drawn, asked, order, limit, changes) => {
        let world = await aWorld(drawn)
        const check = async () => {
          for (const one of asked) {
            const filter = withKeys(one, world.label_keys)
            const expected = samplesMeeting(world, filter)
            if (order === 'desc') expected.reverse()
            expect(await pagesOfSamples(world, filter, order, limit)).toEqual({
              total: expected.length,
              rows: expected,
            })
          }
        }
        await check()
        for (const { which, labels } of changes) {
          await relabelSample(world.samples[which % world.samples.length]!, storedLabels(labels, world.label_keys))
          world = await readWorld(world.dataset.dataset_id, world.label_keys)
          await moveEntries(world)
          world = await readWorld(world.dataset.dataset_id, world.label_keys)
          await check()
        }
      },
    ),
    { numRuns: 150 },
  )
})

test('the pages of a list of entries, one after another, are what the filter says, and all of it', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.record(worldOf),
      fc.array(entryFilterOf, { minLength: 1, maxLength: 6 }),
      fc.integer({ min: 1, max: 5 }),
      fc.nat({ max: 2 }),
      async (drawn, asked, limit, changes) => {
        let world = await aWorld(drawn)
        for (let round = 0; round <= changes; round++) {
          for (const task of world.tasks) {
            for (const { filter: of, ...more } of asked) {
              const filter = { ...of, ...withKeys(more, world.label_keys) }
              const expected = entriesMeeting(world, task, filter)
              expect(await pagesOfEntries(world, task, filter, limit)).toEqual({
                total: expected.length,
                rows: expected,
              })
            }
          }
          await moveEntries(world)
          world = await readWorld(world.dataset.dataset_id, world.label_keys)
        }
      },
    ),
    { numRuns: 150 },
  )
})

/** The numbers of drawn labels become keys of the world's own definitions. */
function withKeys<Filter extends { label_keys?: readonly number[] }>(filter: Filter, label_keys: readonly number[]) {
  return filter.label_keys ? { ...filter, label_keys: filter.label_keys.map((n) => label_keys[n]!) } : filter
}

async function relabelSample(before: SampleRow, labels: readonly StoredLabel[]): Promise<void> {
  const state = labels.length > 0 ? SampleFacet.labelled : SampleFacet.unlabelled
  const after = { ...before, labels: JSON.stringify(labels), state, prediction: null, revision: before.revision + 1 }
  const counted = { ...before, counts: countLabels(JSON.parse(before.labels)) }
  await store.transaction((tx) => updateSamples(tx, [{ before: counted, after, counts: countLabels(labels) }]))
}

/** The first entry goes, the second takes the labels and the state of the last one. */
async function moveEntries({ entries }: World): Promise<void> {
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
  drawn: typeof sampleOf extends fc.Arbitrary<infer S> ? S : never,
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
    content: null,
    text_length: null,
    width: null,
    height: null,
    depth: null,
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
