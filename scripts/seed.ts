import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Client } from '#client/client.ts'
import { listAll, makeTeam, type Person } from './demo/people.ts'
import { until } from './demo/server.ts'
import { tinyPicture, tinyTone } from './demo/tiny-files.ts'

type World = { baseUrl: string; owner: Client; buckets: string; workforce_id: string; people: Map<string, Person> }

const REVIEWS = [
  'The screen is bright and sharp.',
  'The battery died within a week.',
  'Arrived two days early, well packed.',
  'The box was crushed and the manual missing.',
  'Does what it says, no more.',
  'I would buy it again at once.',
  'Support never answered my letter.',
  'Quiet, small, and it simply works.',
  'The colour is not the one in the picture.',
  'My grandmother set it up alone.',
  'It smells of glue even after a month.',
  'Half the price of the other one, twice as good.',
]

/** Fills an empty Muster with a small project to develop against: images, text, sound, a team, two tasks on their way. */
export async function seed(baseUrl: string, owner: Client, buckets: string): Promise<Map<string, Person>> {
  const { workforce_id, people } = await makeTeam(baseUrl, owner, 'house-team', [
    { name: 'Lea', role: 'labeler' },
    { name: 'Tom', role: 'labeler' },
    { name: 'Rita', role: 'reviewer' },
  ])
  const world: World = { baseUrl, owner, buckets, workforce_id, people }
  await seedSound(world)
  await seedTextUnderReview(world)
  await seedImagesHalfAccepted(world)
  return people
}

async function seedSound(world: World): Promise<void> {
  const files = new Map([220, 440, 660, 880].map((hertz) => [`tone-${hertz}.wav`, tinyTone(hertz, 400)]))
  await makeDataset(world, { dataset_name: 'tones', dataset_type: 200, labels: ['low', 'high'], files })
}

/** Half of the reviews are labelled and wait for the reviewer. */
async function seedTextUnderReview(world: World): Promise<void> {
  const files = new Map([['may.txt', Buffer.from(REVIEWS.join('\n'))]])
  const dataset_id = await makeDataset(world, {
    dataset_name: 'reviews',
    dataset_type: 100,
    labels: ['good', 'bad'],
    files,
  })
  const task = await makeTask(world, dataset_id, 'mood')
  for (const { client, name } of world.people.values()) {
    if (name === 'Rita') continue
    const own = await listAll(client, task)
    const samples = own.slice(0, own.length / 2).map((sample, i) => ({
      sample_id: sample.sample_id!,
      labels: [{ name: i % 2 === 0 ? 'good' : 'bad' }],
    }))
    await client.call('UpdateWorkforceTaskSamples', task, { samples })
  }
}

/** Two dozen pictures are labelled and reviewed; the owner has judged half of the drawn ones. */
async function seedImagesHalfAccepted(world: World): Promise<void> {
  const { owner, people } = world
  const place = (i: number) => ({ x: 4 + (i % 6) * 6, y: 4 + Math.floor(i / 6) * 8, side: 14 })
  const files = new Map(
    Array.from({ length: 24 }, (_, i) => [
      `picture-${String(i + 1).padStart(2, '0')}.png`,
      tinyPicture(64, { ...place(i), colour: i % 2 === 0 ? [214, 51, 108] : [28, 126, 214] }),
    ]),
  )
  const dataset_id = await makeDataset(world, {
    dataset_name: 'squares',
    dataset_type: 1,
    labels: ['red square', 'blue square'].map((name) => name.replace(' ', '-')),
    files,
  })
  const task = await makeTask(world, dataset_id, 'find-squares')
  for (const { client, name } of people.values()) {
    if (name === 'Rita') continue
    const samples = (await listAll(client, task)).map((sample) => {
      const i = Number(sample.sample_name!.match(/\d+/)![0]) - 1
      const { x, y, side } = place(i)
      const feature = [
        [x, y],
        [x + side, y + side],
      ]
      const property = { '@modelarts:shape': 'bndbox' as const, '@modelarts:feature': feature }
      return { sample_id: sample.sample_id!, labels: [{ name: i % 2 === 0 ? 'red-square' : 'blue-square', property }] }
    })
    await client.call('UpdateWorkforceTaskSamples', task, { samples })
  }
  const { client: reviewer } = people.get('Rita')!
  await reviewer.call('ReviewSamples', task, { comments: (await listAll(reviewer, task)).map(passed) })
  await owner.call('StartWorkforceSamplingTask', task, { sampling_num: 8 })
  await until(
    'the sample is drawn',
    () => owner.call('DescWorkforceTask', task),
    ({ status }) => status === 2,
  )
  const drawn = await listAll(owner, { ...task, sample_state: '__WORKFORCE_SAMPLED__' })
  await owner.call('AcceptSamples', task, { comments: drawn.slice(0, 4).map(passed) })
}

const passed = ({ sample_id, worker_id }: { sample_id?: string; worker_id?: string }) => ({
  sample_id: sample_id!,
  worker_id: worker_id!,
  accept: true,
  score: 'A' as const,
})

async function makeDataset(
  { owner, buckets }: World,
  dataset: { dataset_name: string; dataset_type: 1 | 100 | 200; labels: string[]; files: Map<string, Buffer> },
): Promise<string> {
  const { dataset_name, dataset_type, labels, files } = dataset
  const folder = join(buckets, 'seed', dataset_name, 'in')
  await mkdir(folder, { recursive: true })
  for (const [name, bytes] of files) await writeFile(join(folder, name), bytes)
  const { dataset_id } = await owner.call(
    'CreateDataset',
    {},
    {
      dataset_name,
      dataset_type,
      data_sources: [{ data_type: 0, data_path: `/seed/${dataset_name}/in/` }],
      work_path: `/seed/${dataset_name}/out/`,
      work_path_type: 0,
      labels: labels.map((name) => ({ name })),
    },
  )
  const wanted = { dataset_id: dataset_id! }
  await until(
    'the dataset is ready',
    () => owner.call('DescDataset', wanted),
    ({ status }) => status === 1,
  )
  return dataset_id!
}

async function makeTask({ owner, workforce_id }: World, dataset_id: string, task_name: string) {
  const workforces_config = { workforces: [{ workforce_id }] }
  const { task_id } = await owner.call('CreateWorkforceTask', { dataset_id }, { task_name, workforces_config })
  const task = { dataset_id, workforce_task_id: task_id! }
  await until(
    'the task is dealt',
    () => owner.call('DescWorkforceTask', task),
    ({ status }) => status === 1,
  )
  return task
}
