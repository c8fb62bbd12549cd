import { DatasetType } from '#contract/codes.ts'
import type { OperationId } from '#contract/operations.ts'
import type { TestServer } from '#tests/app.ts'
import { aMember, aTeam, sampleIdsOf, type TestTeam } from '#tests/builders.ts'
import type { Caller } from '#tests/caller.ts'
import examples from '#tests/fixtures/contract-examples.json' with { type: 'json' }
import { blackPng } from '#tests/fixtures/png.ts'

type Json = ReturnType<typeof JSON.parse>
export type Example = {
  operation_id: OperationId
  requests: { method?: string; url?: string; body?: Json }[]
  responses: { status: number; body: Json }[]
}

export const documentedExamples = examples.operations as Example[]

/** The bucket of the examples with a few files in the folders that they name. */
export async function makeExampleFiles(server: TestServer): Promise<void> {
  await server.bucket('test-obs')
  for (const input of ['classify', 'detect']) {
    for (let n = 1; n <= 10; n++) {
      const image = blackPng(1242, 375)
      await server.services.blobs.writeBlob('test-obs', `${input}/input/animals/${n}.png`, image)
    }
  }
  for (let n = 1; n <= 2; n++) {
    await server.services.blobs.writeBlob('test-obs', `daoLu_images/animals/${n}.png`, blackPng(1242, 375))
  }
  const version = 'classify/output/dataset-f9e8-gfghHSokody6AJigS5A/annotation/V002/V002.manifest'
  await server.services.blobs.writeBlob('test-obs', version, Buffer.from(exampleManifest))
  await server.services.blobs.writeBlob('test-obs', 'table/input/iris.csv', Buffer.from('150,4,setosa\n5.1,3.5,0\n'))
}

const exampleManifest = `{"source":"s3://test-obs/classify/input/animals/1.png","annotation":[{"type":"modelarts/image_classification","name":"rabbits","annotated-by":"human"}]}
{"source":"s3://test-obs/classify/input/animals/2.png"}
`

export type ExampleWorld = {
  server: TestServer
  owner: Caller
  team: TestTeam
  workforce_id: string
  dataset_id: string
  workforce_task_id: string
  samples: string[]
  /** An import or an export that is done. */
  task_id?: string
  /** Versions, the newest first. */
  versions?: string[]
  /** Adds a member to the team who is called in an example. */
  addMember(email: string): Promise<Caller>
}

type Setting = { type?: DatasetType; labels?: string[]; reviewers?: number; managers?: number; task?: boolean }

/** A project with a dataset over the files of the examples, a team, and, if wanted, a running team task. */
export async function anExampleWorld(server: TestServer, setting: Setting = {}): Promise<ExampleWorld> {
  const { type = DatasetType.imageClassification, labels = ['Rabbits', 'Bees'], task = true } = setting
  const { reviewers = 0, managers = 0 } = setting
  const project = await server.makeProject()
  const { owner } = project
  const folder = type === DatasetType.objectDetection ? 'detect' : 'classify'
  const { dataset_id } = await owner.call(
    'CreateDataset',
    {},
    {
      dataset_name: 'dataset-f9e8',
      dataset_type: type,
      data_sources: [{ data_type: 0, data_path: `/test-obs/${folder}/input/animals/` }],
      work_path: `/test-obs/${folder}/output/`,
      work_path_type: 0,
      labels: labels.map((name) => ({ name, type, property: { '@modelarts:color': '#3399ff' } })),
    },
  )
  await server.idle()
  const team = await aTeam(server, { labelers: 2, reviewers, managers, project })
  const { workforce_id } = team
  const world = {
    server,
    owner,
    team,
    workforce_id,
    dataset_id: dataset_id!,
    workforce_task_id: '',
    samples: await sampleIdsOf(server, dataset_id!),
    addMember: (email: string) => aMember(server, { workforce_id, email, role: 0, project }),
  }
  if (task) world.workforce_task_id = await startTask(world, { workforces: [{ workforce_id }] })
  return world
}

export async function startTask({ owner, server, dataset_id }: ExampleWorld, workforces_config: object) {
  const { task_id } = await owner.call('CreateWorkforceTask', { dataset_id }, { workforces_config })
  await server.idle()
  return task_id
}

/** A world into which something was imported. */
export async function anImport(server: TestServer): Promise<ExampleWorld> {
  const world = await anExampleWorld(server, { task: false })
  const body = { import_path: '/test-obs/daoLu_images/animals/' }
  const { task_id } = await world.owner.call('ImportTask', world, body)
  await server.idle()
  return { ...world, task_id }
}

/** A dataset is published once in it at most. */
const MINUTE = 60_000

/** A world with labels of which three versions are published. */
export async function aPublished(server: TestServer): Promise<ExampleWorld> {
  const world = await anExampleWorld(server, { task: false })
  const { owner, samples } = world
  await owner.call('UpdateSamples', world, {
    samples: samples.map((sample_id, n) => ({ sample_id, labels: [{ name: n % 2 ? 'Bees' : 'Rabbits', type: 0 }] })),
  })
  const versions: string[] = []
  for (const train_evaluate_sample_ratio of ['0.99', '0.9999', '0.8']) {
    server.advance(MINUTE)
    const { version_id } = await owner.call('CreateDatasetVersion', world, { train_evaluate_sample_ratio })
    await server.idle()
    versions.unshift(version_id)
  }
  return { ...world, versions }
}

/** A world that was exported: to a folder first, then to a new dataset, unless that is left out. */
export async function anExport(server: TestServer, destinations = ['DIR', 'NEW_DATASET']): Promise<ExampleWorld> {
  const world = await anExampleWorld(server, { task: false })
  const example = documentedExamples.find(({ operation_id }) => operation_id === 'ExportTask')!
  let task_id: string | undefined
  for (const { body } of example.requests) {
    if (!destinations.includes(body.export_params.export_dest)) continue
    ;({ task_id } = await world.owner.call('ExportTask', world, body))
    await server.idle()
  }
  return { ...world, task_id }
}

/** A world that was synchronised. */
export async function aSync(server: TestServer): Promise<ExampleWorld> {
  const world = await anExampleWorld(server, { task: false })
  await world.owner.call('SyncDataSource', world)
  await server.idle()
  return world
}

/** Who has a sample in the task. */
export async function holderOf({ server, team, workforce_task_id }: ExampleWorld, sample_id: string): Promise<Caller> {
  const { worker_id } = await server.services.store.db
    .selectFrom('entry')
    .innerJoin('sample', 'sample.sample_key', 'entry.sample_key')
    .select('entry.worker_id')
    .where('task_id', '=', workforce_task_id)
    .where('sample_id', '=', sample_id)
    .executeTakeFirstOrThrow()
  return team.labelers.find((labeler) => labeler.worker_id === worker_id)!
}

/** Samples that the first labeler has to label. */
export async function samplesOfFirst(world: ExampleWorld): Promise<string[]> {
  const own: string[] = []
  for (const sample_id of world.samples) {
    if ((await holderOf(world, sample_id)) === world.team.labelers[0]) own.push(sample_id)
  }
  return own
}

/** Labels of all samples by those who have them, each with one label. */
export async function labelAll(world: ExampleWorld, name = 'Bees'): Promise<void> {
  for (const sample_id of world.samples) {
    const holder = await holderOf(world, sample_id)
    await holder.call('UpdateWorkforceTaskSamples', world, { samples: [{ sample_id, labels: [{ name }] }] })
  }
}

export async function openExampleAcceptance(world: ExampleWorld): Promise<void> {
  await labelAll(world)
  await world.owner.call('StartWorkforceSamplingTask', world, { sampling_rate: 1 })
  await world.server.idle()
}

/** All samples labelled by the team and accepted into the dataset. */
export async function acceptAll(world: ExampleWorld): Promise<void> {
  await openExampleAcceptance(world)
  await world.owner.call('UpdateWorkforceSamplingTask', world, { action: 0 })
  await world.server.idle()
}
