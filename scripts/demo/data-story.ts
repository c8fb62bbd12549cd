import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { AcceptanceAction, DatasetType, type Shape, WorkforceTaskStatus } from '#contract/codes.ts'
import type { DescribeSampleResp, SampleLabel } from '#contract/samples.ts'
import { codePointLength } from '#core/text/code-points.ts'
import { countFacts, type Difference, declaredBy, differencesOf, type Records, readRecords } from './compare.ts'
import { exportTo, importInto, makeEmptyDataset, publish } from './data-sets.ts'
import { pickEmails } from './emails.ts'
import { listAll, makeTeam } from './people.ts'
import { loadPhotos } from './photos.ts'
import { check, heading, say, table } from './print.ts'
import { Chance } from './random.ts'
import { type DemoServer, until } from './server.ts'

type Labels = (sample: DescribeSampleResp) => SampleLabel[]

/** What is brought in, by whom it is labelled and how, and the formats it goes out in. */
type Journey = {
  name: string
  what: string
  dataset_type: DatasetType
  files: Readonly<Record<string, string | Buffer>>
  format: string
  labeler: string
  labelsOf: Labels
  definitions: readonly { name: string; attribute?: string }[]
  /** Share of the samples that are for training. */
  ratio: string
  goesOutAs: Readonly<Record<string, string>>
}

const TEXT_FORMATS = { Manifest: 'manifest', JSONL: 'jsonl', 'Label Studio': 'label-studio' }
const PICTURE_FORMATS = { 'Pascal VOC': 'modelarts-voc', COCO: 'coco', 'Label Studio': 'label-studio' }

/**
 * Third part of the demo: data come in from folders, are labelled and published, go out in three formats each and come in again,
 * and what has changed on the way must be exactly what the exports said.
 */
export async function tellDataStory(server: DemoServer): Promise<void> {
  heading('3. In and out: what is kept, what is lost?')
  const photos = loadPhotos()
  const emails = pickEmails(new Chance('0b9e5c3f7a1d4e6280c4f1a3b5d7e9f0'), { ham: 24, spam: 16 })
  const post = { 'post.jsonl': emails.map(({ text }) => `${JSON.stringify({ text })}\n`).join('') }
  const truth = new Map(emails.map(({ text, truth }) => [text, truth]))
  await travel(server, {
    name: 'album',
    what: 'photographs with boxes, outlines and a line',
    dataset_type: DatasetType.objectDetection,
    files: Object.fromEntries(photos.map(({ name, bytes }) => [name, bytes])),
    format: 'files',
    labeler: 'Dora',
    labelsOf: (sample) => drawObjects(sample, photos.find(({ name }) => name === sample.sample_name)!.shows),
    definitions: [{ name: 'object', attribute: 'shows' }, { name: 'horizon' }],
    ratio: '0.70',
    goesOutAs: PICTURE_FORMATS,
  })
  await travel(server, {
    name: 'post',
    what: 'e-mails with a class',
    dataset_type: DatasetType.textClassification,
    files: post,
    format: 'jsonl',
    labeler: 'Ada',
    labelsOf: ({ sample_data }) => [{ name: truth.get(sample_data![0]!)!, score: 0.9 }],
    definitions: [{ name: 'spam' }, { name: 'ham' }],
    ratio: '0.75',
    goesOutAs: TEXT_FORMATS,
  })
  await travel(server, {
    name: 'addresses',
    what: 'e-mails with the addresses and links in them',
    dataset_type: DatasetType.namedEntities,
    files: post,
    format: 'jsonl',
    labeler: 'Ben',
    labelsOf: ({ sample_data }) => markPlaces(sample_data![0]!),
    definitions: marks.map(({ name }) => ({ name, attribute: 'host' })),
    ratio: '1.00',
    goesOutAs: TEXT_FORMATS,
  })
}

async function travel(server: DemoServer, journey: Journey): Promise<void> {
  const { name, what, dataset_type, files, format, definitions } = journey
  const folder = `demo/${name}/from`
  await putFiles(server, folder, files)
  const labels = definitions.map(({ name, attribute }) => ({
    name,
    ...(attribute && { attributes: [{ name: attribute, type: 'text' as const }] }),
  }))
  const dataset_id = await makeEmptyDataset(server, { name, dataset_type, labels })
  const changes = await importInto(server, dataset_id, { import_path: `/${folder}/`, format })
  check(`all of /${folder}/ is taken as it is`, changes.length === 0)
  await label(server, dataset_id, journey)
  const labelled = Date.now()
  const { version_id, total_sample_count, muster } = await publish(server, dataset_id, journey.ratio)
  const sent = await readRecords(server, { dataset_id, path: `/demo/${name}/sent/`, version_id })
  check('every sample is published', sent.size === total_sample_count)
  const { TRAIN = 0, EVAL = 0 } = muster!.usage_stats!
  const split = EVAL > 0 ? ` (${TRAIN} to train, ${EVAL} to validate)` : ''
  say(`\n${sent.size} ${what}: imported, labelled by ${journey.labeler}, published${split}.`)
  // Formats tell times in seconds: what loses them is to come back in another one.
  await until(
    'the next second',
    async () => Date.now(),
    (now) => Math.floor(now / 1000) > Math.floor(labelled / 1000),
  )
  const rows = []
  for (const title of Object.keys(journey.goesOutAs)) {
    rows.push(...(await comeBack(server, { ...journey, dataset_id, version_id, sent, title })))
  }
  table(['written as', 'what is otherwise when it comes back', 'places', 'as the export said'], rows)
  say(`  Of ${countFacts(sent)} values that were compared all others came back as they were.`)
}

/** Exports, imports into a new dataset and compares; answers the rows that tell of it. */
async function comeBack(
  server: DemoServer,
  way: Journey & { dataset_id: string; version_id: string; sent: Records; title: string },
): Promise<(string | number)[][]> {
  const { dataset_id, version_id, title, sent, dataset_type } = way
  const format = way.goesOutAs[title]!
  const name = `${way.name}-as-${format}`
  const path = `/demo/${name}/from/`
  const losses = await exportTo(server, dataset_id, { path, format, version_id })
  const copy = await makeEmptyDataset(server, { name, dataset_type })
  const import_path = format === 'manifest' ? `${path}export.manifest` : path
  const changes = await importInto(server, copy, { import_path, format })
  const back = await readRecords(server, { dataset_id: copy, path: `/demo/${name}/back/` })
  const found = differencesOf(sent, back)
  const declared = declaredBy([...losses, ...changes])
  const only = minus(found, declared)
  check(`${title}: ${kindsOf(only).join(', ')} is otherwise, as nobody said`, only.length === 0)
  const untrue = minus(declared, found)
  check(`${title}: ${kindsOf(untrue).join(', ')} is as it was, whatever was said`, untrue.length === 0)
  const rows = [...Map.groupBy(declared, kindOf)].map(([kind, [first, ...more]]) => [
    title,
    kind,
    more.length + 1,
    first!.reason,
  ])
  return rows.length > 0 ? rows : [[title, 'nothing', 0, '']]
}

function minus(these: readonly Difference[], those: readonly Difference[]): Difference[] {
  const keyOf = ({ sample, field }: Difference) => `${sample} ${field}`
  const others = new Set(those.map(keyOf))
  return these.filter((one) => !others.has(keyOf(one)))
}

const kindOf = ({ field }: Difference) => field.replace(/\[\d+\]/g, '[]')
const kindsOf = (list: readonly Difference[]) => [...new Set(list.map(kindOf))]

async function putFiles({ folder }: DemoServer, path: string, files: Journey['files']): Promise<void> {
  const target = join(folder, 'buckets', path)
  await mkdir(target, { recursive: true })
  for (const [name, bytes] of Object.entries(files)) await writeFile(join(target, name), bytes)
}

/** A team of one labels everything, and the owner passes it. */
async function label({ baseUrl, owner }: DemoServer, dataset_id: string, journey: Journey): Promise<void> {
  const { name, labeler, labelsOf } = journey
  const { workforce_id, people } = await makeTeam(baseUrl, owner, `${name}-team`, [{ name: labeler, role: 'labeler' }])
  const body = { task_name: name, workforces_config: { workforces: [{ workforce_id }] } }
  const { task_id } = await owner.call('CreateWorkforceTask', { dataset_id }, body)
  const ofTask = { dataset_id, workforce_task_id: task_id! }
  const reaches = (wished: number) =>
    until(
      `the task reaches ${wished}`,
      () => owner.call('DescWorkforceTask', ofTask),
      ({ status }) => status === wished,
    )
  await reaches(WorkforceTaskStatus.running)
  const { client } = people.get(labeler)!
  const samples = (await listAll(client, ofTask)).map((sample) => ({
    sample_id: sample.sample_id!,
    labels: labelsOf(sample),
  }))
  const { success } = await client.call('UpdateWorkforceTaskSamples', ofTask, { samples })
  check(`${labeler} saves all labels`, success === true)
  await owner.call('StartWorkforceSamplingTask', ofTask, { sampling_rate: 1 })
  await reaches(WorkforceTaskStatus.accepting)
  await owner.call('UpdateWorkforceSamplingTask', ofTask, { action: AcceptanceAction.passAll })
  await reaches(WorkforceTaskStatus.accepted)
}

/** A box and an outline between the pixels, and a line. */
function drawObjects({ metadata }: DescribeSampleResp, shows: string): SampleLabel[] {
  const [width, height] = metadata!['@modelarts:size'] as [number, number]
  const at = (x: number, y: number) => [Math.floor(x * width) + 0.5, Math.floor(y * height) + 0.25]
  const drawn = (name: string, shape: Shape, feature: number[][], attributes: Record<string, string>) => ({
    name,
    property: { '@modelarts:shape': shape, '@modelarts:feature': feature, ...attributes },
  })
  return [
    drawn('object', 'bndbox', [at(0.2, 0.25), at(0.8, 0.75)], { shows }),
    drawn('horizon', 'line', [at(0.1, 0.5), at(0.9, 0.5)], {}),
    drawn('object', 'polygon', [at(0.5, 0.1), at(0.9, 0.9), at(0.1, 0.9)], { shows }),
  ]
}

const marks = [
  { name: 'address', pattern: /(?<=[\s<(:])[\w.+-]+@([\w-]+(\.[\w-]+)+)/g },
  { name: 'link', pattern: /https?:\/\/([\w.-]+)[\w/.~-]*/g },
]

/** Places are counted in code points, as everywhere in Muster. */
function markPlaces(text: string): SampleLabel[] {
  const found = marks.flatMap(({ name, pattern }) =>
    [...text.matchAll(pattern)].map(({ 0: covered, 1: host, index }) => {
      const start = codePointLength(text.slice(0, index))
      const end = start + codePointLength(covered)
      return { name, property: { '@modelarts:start_index': start, '@modelarts:end_index': end, host } }
    }),
  )
  return found
}
