import { SHAPES, type Shape } from '#contract/codes.ts'
import type { DescribeSampleResp } from '#contract/samples.ts'
import { listAll, makeTeam, type Person } from './people.ts'
import { loadPhotos, type Photo } from './photos.ts'
import { check, heading, say, table } from './print.ts'
import { type DemoServer, until } from './server.ts'

type Point = number[]
type Drawn = { name: string; property: { '@modelarts:shape': Shape; '@modelarts:feature': Point[] } }

/** Second part of the demo: objects in photographs, drawn with all seven shapes by two labelers. */
export async function tellPhotoStory(server: DemoServer): Promise<Map<string, Person>> {
  heading('2. Photographs: where is it?')
  const { owner } = server
  const photos = loadPhotos()
  const dataset_id = await makeDataset(server, photos)
  const { workforce_id, people } = await makeTeam(server.baseUrl, owner, 'photo-team', [
    { name: 'Dora', role: 'labeler' },
    { name: 'Emil', role: 'labeler' },
  ])
  const created = await owner.call(
    'CreateWorkforceTask',
    { dataset_id },
    { task_name: 'draw-objects', workforces_config: { workforces: [{ workforce_id }] } },
  )
  const ofTask = { dataset_id, workforce_task_id: created.task_id! }
  const taskReaches = (statuses: readonly number[]) =>
    until(
      `the task reaches ${statuses.join(' or ')}`,
      () => owner.call('DescWorkforceTask', ofTask),
      ({ status }) => statuses.includes(status!),
    )
  await taskReaches([1])

  const drawn = new Map<string, Drawn[]>()
  const rows: (string | number)[][] = []
  for (const { name, client } of people.values()) {
    for (const sample of await listAll(client, ofTask)) {
      const photo = photos.find((one) => one.name === sample.sample_name)!
      const labels = drawShapes(photo.shows, photos.indexOf(photo), sizeOf(sample))
      const reply = await client.call('UpdateWorkforceTaskSamples', ofTask, {
        samples: [{ sample_id: sample.sample_id!, labels }],
      })
      check(`${name} saves ${photo.name}`, reply.success === true)
      drawn.set(sample.sample_id!, labels)
      rows.push([
        name,
        photo.name,
        sizeOf(sample).join(' × '),
        labels.map((l) => l.property['@modelarts:shape']).join(', '),
      ])
    }
  }
  table(['labeler', 'photograph', 'pixels', 'shapes'], rows)

  await owner.call('StartWorkforceSamplingTask', ofTask, { sampling_rate: 0.5 })
  await taskReaches([2])
  const sampled = await listAll(owner, { ...ofTask, sample_state: '__WORKFORCE_SAMPLED__' })
  const comments = sampled.map(({ sample_id, worker_id }) => ({
    sample_id: sample_id!,
    worker_id: worker_id!,
    accept: true,
    score: 'B' as const,
  }))
  await owner.call('AcceptSamples', ofTask, { comments })
  await owner.call('UpdateWorkforceSamplingTask', ofTask, { action: 0 })
  check('the task is complete', (await taskReaches([1, 3, 4])).status === 3)

  const accepted = await listAll(owner, { dataset_id })
  const same = accepted.filter((sample) => isDrawn(sample, drawn.get(sample.sample_id!)!))
  check('the dataset holds exactly what was drawn', same.length === photos.length)
  const shapes = new Set([...drawn.values()].flat().map((label) => label.property['@modelarts:shape']))
  check('all seven shapes were drawn', shapes.size === 7)
  say(
    `\nOlga looked at ${sampled.length} of ${photos.length} and passed all. The dataset holds exactly what was drawn.`,
  )
  return people
}

async function makeDataset({ owner, makeFolder }: DemoServer, photos: readonly Photo[]): Promise<string> {
  await makeFolder('demo/photos/in')
  const { dataset_id } = await owner.call(
    'CreateDataset',
    {},
    {
      dataset_name: 'photos',
      dataset_type: 1,
      data_sources: [{ data_type: 0, data_path: '/demo/photos/in/' }],
      work_path: '/demo/photos/out/',
      work_path_type: 0,
      labels: photos.map(({ shows }) => ({ name: shows, property: { '@modelarts:default_shape': 'bndbox' as const } })),
    },
  )
  await until(
    'the dataset is ready',
    () => owner.call('DescDataset', { dataset_id: dataset_id! }),
    (d) => d.status === 1,
  )
  const samples = photos.map(({ name, bytes }) => ({ name, data: bytes.toString('base64') }))
  const reply = await owner.call('UploadSamplesJson', { dataset_id: dataset_id! }, { samples })
  check('the photographs are uploaded', reply.success === true)
  say(`${photos.length} photographs; width and height are read from the files.`)
  return dataset_id!
}

/** Width and height in pixels, as the server read them from the file. */
function sizeOf({ metadata }: DescribeSampleResp): [number, number] {
  const [width, height] = metadata!['@modelarts:size'] as number[]
  return [width!, height!]
}

/** Two shapes on each photograph; over all of them the seven kinds occur. */
function drawShapes(shows: string, number: number, [width, height]: [number, number]): Drawn[] {
  const at = (x: number, y: number): Point => [Math.round(x * width), Math.round(y * height)]
  const features: Record<Shape, Point[]> = {
    bndbox: [at(0.2, 0.25), at(0.8, 0.75)],
    polygon: [at(0.5, 0.1), at(0.9, 0.9), at(0.1, 0.9)],
    circle: [at(0.5, 0.5), [Math.round(Math.min(width, height) / 4)]],
    line: [at(0.05, 0.5), at(0.95, 0.5)],
    dashed: [at(0.5, 0.05), at(0.5, 0.95)],
    point: [at(0.5, 0.5)],
    polyline: [at(0.1, 0.6), at(0.4, 0.3), at(0.7, 0.5), at(0.9, 0.2)],
  }
  return [number, number + 1].map((place) => {
    const shape = SHAPES[place % SHAPES.length]!
    return { name: shows, property: { '@modelarts:shape': shape, '@modelarts:feature': features[shape] } }
  })
}

function isDrawn(sample: DescribeSampleResp, labels: readonly Drawn[]): boolean {
  const keys = ['@modelarts:shape', '@modelarts:feature'] as const
  const text = (list: readonly { name?: string; property?: Record<string, unknown> }[]) =>
    JSON.stringify(list.map(({ name, property }) => [name, ...keys.map((key) => property?.[key])]))
  return text(sample.labels ?? []) === text(labels)
}
