import { DatasetType } from '#contract/codes.ts'
import type { TestProject, TestServer } from '#tests/app.ts'
import { aDataset, aTeam, type TestDataset, type TestTeam } from '#tests/builders.ts'
import type { Caller } from '#tests/caller.ts'

/**
 * A project in which every operation has something to work on: a dataset of detection images with a label set, a team,
 * and a running team task with entries in every state that labelling and review lead to.
 */
export type World = {
  server: TestServer
  project: TestProject
  owner: Caller
  dataset: TestDataset
  dataset_id: string
  team: TestTeam
  workforce_id: string
  workforce_task_id: string
  labeler: Caller
  reviewer: Caller
  manager: Caller
  /** A labeler of the team who is in no task. */
  idler: Caller
  /** The entries of the labeler: the first is passed, the second waits for review, the others are untouched. */
  mine: string[]
  /** An import and an export that are done. */
  import_id?: string
  export_id?: string
  /** A version that is published. */
  version_id?: string
  /** Samples of the other labeler, untouched. */
  others: string[]
}

/** A label of the world's label set with everything that a label of a detection image can carry. */
export const fullLabel = {
  name: 'car',
  type: 1,
  id: 'L1',
  score: 0.5,
  annotated_by: 'human/somebody',
  property: {
    '@modelarts:shape': 'bndbox',
    '@modelarts:feature': [
      [10, 10],
      [50, 60],
    ],
    '@modelarts:hard': '1',
    '@modelarts:hard_coefficient': '0.5',
    '@modelarts:hard_reasons': '3-20-21',
    colour: 'red',
  },
}

export const fullMetadata = {
  '@modelarts:import_origin': 0,
  '@modelarts:hard': true,
  '@modelarts:hard_coefficient': 0.5,
  '@modelarts:hard_reasons': [3, 20],
  '@modelarts:size': [100, 80, 1],
  note: 'free',
}

export const definitions = [
  {
    name: 'car',
    type: 1 as const,
    property: { '@modelarts:color': '#3399ff', '@modelarts:shortcut': 'C' },
    attributes: [
      { name: 'colour', type: 'select' as const, default_value: 'red', values: [{ value: 'red' }, { value: 'blue' }] },
      { name: 'plate', type: 'text' as const },
    ],
  },
  { name: 'person', type: 1 as const, property: {} },
]

/** A dataset of twelve detection images whose labels are `car` and `person`. */
export function aDetectionSet(server: TestServer, project: TestProject = server): Promise<TestDataset> {
  return aDataset(server, { type: DatasetType.objectDetection, images: 12, labels: definitions, project })
}

/** Everybody of a team in the form in which a task names him. */
export function teamOf({ workforce_id, labelers, reviewers, managers }: TestTeam) {
  const workers = [...labelers, ...reviewers, ...managers].map(({ email }) => ({ email }))
  return { workforce_id, workers }
}

/** A project of its own on the server, so that worlds do not meet. */
export async function aWorld(server: TestServer): Promise<World> {
  const project = await server.makeProject()
  const { owner } = project
  const dataset = await aDetectionSet(server, project)
  const { dataset_id } = dataset
  const team = await aTeam(server, { labelers: 3, reviewers: 1, managers: 1, project })
  const idler = team.labelers.pop()!
  const { task_id } = await owner.call('CreateWorkforceTask', dataset, {
    workforces_config: { workforces: [teamOf(team)] },
  })
  await server.idle()
  const [labeler, other] = team.labelers as [Caller, Caller]
  const dealtTo = await entriesByWorker(server, task_id)
  const world = {
    server,
    project,
    owner,
    dataset,
    dataset_id,
    team,
    workforce_id: team.workforce_id,
    workforce_task_id: task_id,
    labeler,
    reviewer: team.reviewers[0]!,
    manager: team.managers[0]!,
    idler,
    mine: dealtTo.get(labeler.worker_id)!,
    others: dealtTo.get(other.worker_id)!,
  }
  const [passed, waiting] = world.mine
  const labels = [fullLabel]
  await labeler.call('UpdateWorkforceTaskSamples', world, {
    samples: [passed, waiting].map((sample_id) => ({ sample_id, labels })),
  })
  await world.reviewer.call('ReviewSamples', world, { comments: [{ sample_id: passed, accept: true, score: 'A' }] })
  return world
}

/** Samples of a task by the worker who has to label them. */
async function entriesByWorker({ services }: TestServer, task_id: string): Promise<Map<string, string[]>> {
  const rows = await services.store.db
    .selectFrom('entry')
    .innerJoin('sample', 'sample.sample_key', 'entry.sample_key')
    .select(['entry.worker_id', 'sample.sample_id'])
    .where('task_id', '=', task_id)
    .orderBy('entry_key')
    .execute()
  const byWorker = [...Map.groupBy(rows, ({ worker_id }) => worker_id)]
  return new Map(byWorker.map(([worker_id, of]) => [worker_id, of.map(({ sample_id }) => sample_id)]))
}

/** Opens an acceptance of the world's task whose sample is everything that waits. */
export async function openAcceptance({ owner, server, ...world }: World): Promise<string> {
  const { task_id } = await owner.call('StartWorkforceSamplingTask', world, { sampling_rate: 1 })
  await server.idle()
  return task_id
}
