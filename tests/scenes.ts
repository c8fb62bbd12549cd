import { insertEntries } from '#adapters/sql/entries.ts'
import { insertDefinitions } from '#adapters/sql/label-sets.ts'
import { insertSamples, updateSamples } from '#adapters/sql/samples.ts'
import { EntryStateCode, entryStateOf, SampleFacet } from '#adapters/sql/state-codes.ts'
import type { Store, Tx } from '#adapters/sql/store.ts'
import type { EntryRow, SampleRow, WorkforceTaskRow } from '#adapters/sql/tables.ts'
import { writeMembers } from '#adapters/sql/task-members.ts'
import { DatasetStatus, DatasetType, LabelType, MemberRole, WorkforceTaskStatus } from '#contract/codes.ts'
import type { SampleLabel } from '#contract/samples.ts'
import { sampleTypeOf } from '#core/datasets/dataset-types.ts'
import type { StoredLabel } from '#core/labels/label.ts'
import { countLabels } from '#core/labels/label-surgery.ts'
import type { EntryState } from '#core/workforce-tasks/entry-life.ts'
import { newHexId, newId } from '#server/ids.ts'
import type { TestProject, TestServer } from '#tests/app.ts'
import { aTeam, type TestTeam } from '#tests/builders.ts'
import type { Caller } from '#tests/caller.ts'

/** A label definition of a scene. */
export type SceneLabel = {
  name: string
  type: number
  property?: Record<string, string>
  attributes?: { name: string; type: 'text' | 'select'; values?: string[]; default_value?: string }[]
}

export type TaskOptions = {
  type?: DatasetType
  /** How many samples, or what is special about each of them. */
  samples?: number | readonly Partial<SampleRow>[]
  labels?: readonly SceneLabel[]
  labelers?: number
  reviewers?: number
  managers?: number
  repetition?: number
  status?: WorkforceTaskStatus
  auto_sync_dataset?: boolean
  content_labeling?: boolean
  project?: TestProject
}

const usualLabels: Partial<Record<DatasetType, readonly SceneLabel[]>> = {
  [DatasetType.imageClassification]: [
    { name: 'cat', type: LabelType.imageClassification },
    { name: 'dog', type: LabelType.imageClassification },
  ],
  [DatasetType.objectDetection]: [
    { name: 'car', type: LabelType.objectDetection },
    { name: 'person', type: LabelType.objectDetection },
  ],
  [DatasetType.textClassification]: [
    { name: 'ham', type: LabelType.textClassification },
    { name: 'spam', type: LabelType.textClassification },
  ],
  [DatasetType.namedEntities]: [
    { name: 'PER', type: LabelType.namedEntity },
    { name: 'ORG', type: LabelType.namedEntity },
  ],
  [DatasetType.textTriplets]: [
    { name: 'PER', type: LabelType.tripletEntity },
    { name: 'ORG', type: LabelType.tripletEntity },
    {
      name: 'works_for',
      type: LabelType.tripletRelation,
      property: { '@modelarts:from_type': 'PER', '@modelarts:to_type': 'ORG' },
    },
  ],
  [DatasetType.speechParagraphs]: [{ name: 'speech', type: LabelType.speechParagraph }],
}

/** A running team task with its dataset and its people, and what tests ask of them. */
export class TaskScene {
  readonly server: TestServer
  readonly dataset_id: string
  readonly workforce_task_id: string
  readonly owner: Caller
  readonly team: TestTeam
  readonly sample_ids: readonly string[]
  readonly #names = new Map<number, string>()

  constructor(
    server: TestServer,
    made: { dataset_id: string; workforce_task_id: string; owner: Caller; team: TestTeam; sample_ids: string[] },
  ) {
    this.server = server
    this.dataset_id = made.dataset_id
    this.workforce_task_id = made.workforce_task_id
    this.owner = made.owner
    this.team = made.team
    this.sample_ids = made.sample_ids
  }

  get labeler(): Caller {
    return this.team.labelers[0]!
  }

  get reviewer(): Caller {
    return this.team.reviewers[0]!
  }

  get store(): Store {
    return this.server.services.store
  }

  /** Call 1. */
  save(caller: Caller, samples: unknown, more: Record<string, unknown> = {}) {
    return caller.call('UpdateWorkforceTaskSamples', this, { samples, ...more })
  }

  /** Saves the same labels for some samples; they must be taken. */
  async label(caller: Caller, samples: readonly string[], labels: readonly SampleLabel[], worker_id?: string) {
    const reply = await this.save(
      caller,
      samples.map((sample_id) => ({ sample_id, labels, ...(worker_id && { worker_id }) })),
    )
    if (!reply.success) throw new Error(`The labels were not taken: ${JSON.stringify(reply)}`)
  }

  /** What became of each item of call 1: its code, null when it was stored. */
  async codesOf(caller: Caller, samples: readonly unknown[], more = {}): Promise<(string | null)[]> {
    const reply = await this.save(caller, samples, more)
    if (reply.success) return samples.map(() => null)
    return reply.results!.map(({ error_code }) => error_code ?? null)
  }

  review(caller: Caller, comments: unknown) {
    return caller.call('ReviewSamples', this, { comments })
  }

  /** Starts an acceptance and waits for its draw. Answers its id. */
  async startAcceptance(request: { sampling_num?: number; sampling_rate?: number } = { sampling_rate: 1 }) {
    const { task_id } = await this.owner.call('StartWorkforceSamplingTask', this, request)
    await this.server.idle()
    return task_id
  }

  judge(comments: unknown) {
    return this.owner.call('AcceptSamples', this, { comments })
  }

  /** Finishes the acceptance and waits until the outcome is applied. */
  async finish(action: number, overwrite_last_result?: boolean) {
    const body = { action, ...(overwrite_last_result !== undefined && { overwrite_last_result }) }
    const reply = await this.owner.call('UpdateWorkforceSamplingTask', this, body)
    await this.server.idle()
    return reply
  }

  task(): Promise<WorkforceTaskRow> {
    return this.store.db
      .selectFrom('workforce_task')
      .selectAll()
      .where('task_id', '=', this.workforce_task_id)
      .executeTakeFirstOrThrow()
  }

  async status(): Promise<number> {
    return (await this.task()).status
  }

  async setTask(changes: Partial<WorkforceTaskRow>): Promise<void> {
    await this.store.db
      .updateTable('workforce_task')
      .set(changes)
      .where('task_id', '=', this.workforce_task_id)
      .execute()
  }

  /** All entries with the wire ids of their samples, in the order in which they were dealt. */
  entries(): Promise<SceneEntry[]> {
    return this.store.db
      .selectFrom('entry')
      .innerJoin('sample', 'sample.sample_key', 'entry.sample_key')
      .selectAll('entry')
      .select('sample.sample_id')
      .where('task_id', '=', this.workforce_task_id)
      .orderBy('entry_key')
      .execute()
  }

  /** The entries that acceptance `number` of the task drew. */
  async drawnIn(number: number): Promise<SceneEntry[]> {
    return (await this.entries()).filter(({ drawn_in }) => drawn_in === number)
  }

  /** The entry of a sample; with repetition that of one worker. */
  async entry(sample_id: string, worker_id?: string): Promise<SceneEntry> {
    const found = (await this.entries()).filter(
      (entry) => entry.sample_id === sample_id && (worker_id === undefined || entry.worker_id === worker_id),
    )
    if (found.length !== 1) throw new Error(`The sample has ${found.length} such entries`)
    return found[0]!
  }

  async state(sample_id: string, worker_id?: string): Promise<EntryState> {
    return entryStateOf((await this.entry(sample_id, worker_id)).state)
  }

  sample(sample_id: string): Promise<SampleRow> {
    return this.store.db
      .selectFrom('sample')
      .selectAll()
      .where('dataset_id', '=', this.dataset_id)
      .where('sample_id', '=', sample_id)
      .executeTakeFirstOrThrow()
  }

  /** All samples of the dataset by their wire ids. */
  async samples(): Promise<Map<string, SampleRow>> {
    const rows = await this.store.db
      .selectFrom('sample')
      .selectAll()
      .where('dataset_id', '=', this.dataset_id)
      .execute()
    return new Map(rows.map((row) => [row.sample_id, row]))
  }

  /** Names of stored labels, by which tests speak of them. */
  async names(labels: string): Promise<string[]> {
    const keys = (JSON.parse(labels) as StoredLabel[]).flatMap(({ label_key }) => label_key ?? [])
    if (keys.some((key) => !this.#names.has(key))) {
      const rows = await this.store.db
        .selectFrom('label')
        .select(['label_key', 'name'])
        .where('dataset_id', '=', this.dataset_id)
        .execute()
      for (const { label_key, name } of rows) this.#names.set(label_key, name)
    }
    return keys.map((key) => this.#names.get(key)!)
  }

  /** The owner labels samples of the dataset itself. */
  async labelInDataset(samples: readonly string[], labels: readonly SampleLabel[]): Promise<void> {
    const items = samples.map((sample_id) => ({ sample_id, labels }))
    const reply = await this.owner.call('UpdateSamples', this, { samples: items })
    if (!reply.success) throw new Error(`The labels were not taken: ${JSON.stringify(reply)}`)
  }

  /** Puts a prediction of one label over unlabelled samples. */
  async predict(samples: readonly string[], name: string): Promise<void> {
    const { label_key, type } = await this.store.db
      .selectFrom('label')
      .select(['label_key', 'type'])
      .where('dataset_id', '=', this.dataset_id)
      .where('name', '=', name)
      .executeTakeFirstOrThrow()
    const prediction = JSON.stringify([{ label_key, type, score: 0.5, property: {} }])
    const rows = await this.samples()
    const changes = samples.map((sample_id) => {
      const before = { ...rows.get(sample_id)!, counts: new Map<number, number>() }
      return { before, after: { ...before, state: SampleFacet.predicted, prediction }, counts: new Map() }
    })
    await this.store.transaction((tx) => updateSamples(tx, changes))
  }

  deleteSamples(samples: readonly string[]) {
    return this.owner.call('DeleteSamples', this, { samples })
  }

  async report(checking_task_id?: string) {
    return this.owner.call('GetWorkforceSamplingTask', { ...this, checking_task_id })
  }
}

export type SceneEntry = EntryRow & { sample_id: string }

/** A team task whose samples are dealt: sample i to the labelers i·r … i·r + r − 1, counted round. */
export async function aTaskAtWork(server: TestServer, options: TaskOptions = {}): Promise<TaskScene> {
  const { type = DatasetType.textClassification, repetition = 1, project = server } = options
  const { labelers = Math.max(1, repetition), reviewers = 0, managers = 0 } = options
  const { services } = server
  const team = await aTeam(server, { labelers, reviewers, managers, project })
  const labels = options.labels ?? usualLabels[type] ?? []
  const given = options.samples ?? 1
  const facts = typeof given === 'number' ? Array.from({ length: given }, () => ({})) : given
  const sample_key = await services.store.reserveKeys('sample', facts.length)
  const entry_key = await services.store.reserveKeys('entry', facts.length * repetition)
  const label_key = await services.store.reserveKeys('label', labels.length)
  const now = services.now()
  const dataset_id = newId()
  const task_id = newId()
  const samples = facts.map((fact, i) => sampleRow({ dataset_id, type, now, sample_key: sample_key + i }, fact))
  await services.store.transaction(async (tx) => {
    await insertDataset(tx, { dataset_id, project_id: project.projectId, type, now, ...options })
    await insertDefinitions(
      tx,
      dataset_id,
      labels.map((label, i) => definitionOf(label, label_key + i)),
    )
    await insertSamples(
      tx,
      samples.map((sample) => ({ ...sample, counts: countLabels(JSON.parse(sample.labels)) })),
    )
    await insertTask(tx, { dataset_id, task_id, now, repetition, ...options })
    await writeMembers(tx, task_id, peopleOf(team), now)
    await insertEntries(
      tx,
      samples.flatMap((sample, i) =>
        Array.from({ length: repetition }, (_, n) => ({
          entry_key: entry_key + i * repetition + n,
          task_id,
          sample_key: sample.sample_key,
          worker_id: team.labelers[(i * repetition + n) % labelers]!.worker_id,
          state: EntryStateCode.UN_ANNOTATION,
          labels: '[]',
          metadata: '{}',
          counts: new Map(),
        })),
      ),
    )
  })
  return new TaskScene(server, {
    dataset_id,
    workforce_task_id: task_id,
    owner: project.owner,
    team,
    sample_ids: samples.map(({ sample_id }) => sample_id),
  })
}

/** As `aTaskAtWork`, in which everybody has labelled all he has. */
export async function aLabelledTask(server: TestServer, options: TaskOptions = {}): Promise<TaskScene> {
  const scene = await aTaskAtWork(server, options)
  for (const [worker_id, own] of Map.groupBy(await scene.entries(), (entry) => entry.worker_id)) {
    const labeler = scene.team.labelers.find((one) => one.worker_id === worker_id)!
    await scene.label(
      labeler,
      own.map(({ sample_id }) => sample_id),
      [{ name: 'spam' }],
    )
  }
  return scene
}

function peopleOf(team: TestTeam) {
  const people = (callers: readonly Caller[], role: MemberRole) =>
    callers.map(({ worker_id, email }) => ({ worker_id, email, role, workforce_id: team.workforce_id }))
  return [
    ...people(team.labelers, MemberRole.labeler),
    ...people(team.reviewers, MemberRole.reviewer),
    ...people(team.managers, MemberRole.manager),
  ]
}

function definitionOf({ name, type, property = {}, attributes = [] }: SceneLabel, label_key: number) {
  return {
    label_key,
    name,
    type,
    property,
    attributes: attributes.map(({ values, ...attribute }) => ({
      id: newId(),
      ...attribute,
      ...(values && { values: values.map((value) => ({ id: newId(), value })) }),
    })),
  }
}

function sampleRow(
  { dataset_id, type, sample_key, now }: { dataset_id: string; type: DatasetType; sample_key: number; now: number },
  fact: Partial<SampleRow>,
): SampleRow {
  const row: SampleRow = {
    sample_key,
    dataset_id,
    sample_id: newHexId(),
    sample_type: sampleTypeOf(type),
    bucket: 'scenes',
    object_key: `${dataset_id}/${sample_key}`,
    line: null,
    sample_name: `${sample_key}`,
    sample_dir: '/scenes/',
    sample_size: 0,
    sample_time: now,
    sample_etag: null,
    is_part: 0,
    content: null,
    text_length: null,
    width: null,
    height: null,
    depth: null,
    orientation: null,
    duration: null,
    state: SampleFacet.unlabelled,
    labels: '[]',
    prediction: null,
    metadata: '{}',
    sample_usage: null,
    hard: 0,
    labelers: '[]',
    annotated_by: null,
    label_time: 0,
    revision: 0,
    create_time: now,
    ...fact,
  }
  return { ...row, text_length: fact.text_length ?? (row.content === null ? null : [...row.content].length) }
}

async function insertDataset(
  tx: Tx,
  made: TaskOptions & { dataset_id: string; project_id: string; type: DatasetType; now: number },
): Promise<void> {
  const { dataset_id, project_id, type, now } = made
  await tx
    .insertInto('dataset')
    .values({
      dataset_id,
      project_id,
      dataset_name: `scene-${dataset_id}`,
      dataset_type: type,
      description: '',
      status: DatasetStatus.normal,
      work_path: '/scenes/work/',
      inner_work_path: `/scenes/work/${dataset_id}/`,
      work_path_type: 0,
      data_sources: JSON.stringify([{ data_type: 0, data_path: '/scenes/in/' }]),
      data_format: 'Default',
      label_format: null,
      schema: '[]',
      import_annotations: 0,
      import_data: 0,
      managed: 0,
      content_labeling: made.content_labeling === false ? 0 : 1,
      text_offset_unit: 'code_point',
      text_overlaps: 1,
      workspace_id: '0',
      owner_name: 'human/test/owner',
      import_task_id: null,
      workforce_information: null,
      error_code: null,
      error_msg: null,
      create_time: now,
      update_time: now,
      data_update_time: now,
      deleted_sample_count: 0,
      revision: 0,
      label_revision: 0,
    })
    .execute()
}

async function insertTask(
  tx: Tx,
  made: TaskOptions & { dataset_id: string; task_id: string; now: number; repetition: number },
): Promise<void> {
  const { dataset_id, task_id, now, repetition, status = WorkforceTaskStatus.running } = made
  await tx
    .insertInto('workforce_task')
    .values({
      task_id,
      dataset_id,
      task_name: `task-${task_id}`,
      description: '',
      status,
      status_before: status,
      repetition,
      synchronize_data: 0,
      synchronize_auto_labeling_data: 0,
      auto_sync_dataset: made.auto_sync_dataset === false ? 0 : 1,
      data_sync_type: null,
      sample_conditions: null,
      workforces_config: '{"workforces":[]}',
      agency_worker_id: null,
      error_code: null,
      error_msg: null,
      deal_request: null,
      copy_request: null,
      last_checking_task_id: null,
      acceptance_number: 0,
      deleted_sample_count: 0,
      deleted: 0,
      create_time: now,
      update_time: now,
    })
    .execute()
}
