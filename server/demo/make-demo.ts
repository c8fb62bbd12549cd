import { DatasetType } from '#contract/codes.ts'
import type { DemoProject } from '#contract/ours.ts'
import type { Actor } from '#server/actor.ts'
import type { Services } from '#server/services.ts'
import { DemoDataset, expectNoDatasets, type Plan } from './demo-dataset.ts'
import { DemoTask } from './demo-task.ts'
import { makeDemoTeam } from './demo-team.ts'
import { FRUITS } from './fruits.ts'
import { drawSingles, drawTables } from './pictures.ts'
import { clearRemains, type DemoRemains, whenAllEnded } from './remains.ts'
import { demoLetters, demoSentences } from './texts.ts'

const TABLES = 'demo-fruit-on-the-table'
const SENTENCES = 'demo-people-and-places'
const LETTERS = 'demo-customer-letters'
const SINGLES = 'demo-one-fruit-each'

/**
 * Makes what a new owner can play with, by the use cases of the calls: a team that has taken up its invitations, pictures that are
 * being labelled, sentences in review, letters in the midst of acceptance, and pictures that nobody has looked at much.
 * Refused while any of it is there (409 E4351). When something fails in the midst nothing stays behind.
 */
export async function makeDemo(services: Services, owner: Actor): Promise<DemoProject> {
  await expectNoDatasets(services, owner, [TABLES, SENTENCES, LETTERS, SINGLES])
  const remains: DemoRemains = { datasets: [], files: [] }
  try {
    return await makeParts(services, owner, remains)
  } catch (error) {
    await clearRemains(services, owner, remains)
    throw error
  }
}

async function makeParts(services: Services, owner: Actor, remains: DemoRemains): Promise<DemoProject> {
  const team = await makeDemoTeam(services, owner, remains)
  const { workforce_id, people, mira, jonas, lea } = team
  const world = { services, owner, workforce_id }
  const make = (plan: Plan) => DemoDataset.make(services, owner, plan, remains)

  const [tables, sentences, letters, singles] = await whenAllEnded([
    planTables().then(make),
    make(planSentences()),
    make(planLetters()),
    planSingles().then(make),
  ])

  const finding = await DemoTask.start(world, tables, 'find-the-fruit')
  await finding.label(mira, 4)
  await finding.label(jonas, 2)

  const reading = await DemoTask.start(world, sentences, 'mark-the-names')
  await reading.label(mira, Number.POSITIVE_INFINITY)
  await reading.label(jonas, Number.POSITIVE_INFINITY)
  await reading.review(lea, { pass: 8, reject: 2, reason: 'The last name is missing its first word.' })

  const sorting = await DemoTask.start(world, letters, 'what-do-they-want')
  await sorting.label(mira, Number.POSITIVE_INFINITY)
  await sorting.label(jonas, Number.POSITIVE_INFINITY)
  await sorting.review(lea, { pass: Number.POSITIVE_INFINITY })
  await sorting.beginAcceptance({ sampling_num: 10, judged: 5 })

  await singles.label(6)
  return {
    workforce_id,
    people,
    datasets: [
      { ...tables.view, workforce_task_id: finding.task_id },
      { ...sentences.view, workforce_task_id: reading.task_id },
      { ...letters.view, workforce_task_id: sorting.task_id },
      singles.view,
    ],
  }
}

const fruitLabels = FRUITS.map(({ name, colour }, i) => ({ name, colour, key: String(i + 1) }))

async function planTables(): Promise<Plan> {
  const pictures = await drawTables(12)
  const truth = new Map(
    pictures.map(({ name, fruits }) => [
      name,
      fruits.map(({ name, box }) => ({
        name,
        property: { '@modelarts:shape': 'bndbox' as const, '@modelarts:feature': box.map((point) => [...point]) },
      })),
    ]),
  )
  const labels = fruitLabels.map((label) => ({ ...label, shape: 'bndbox' as const }))
  const files = pictures.map(({ name, bytes }) => ({ name, bytes }))
  const type = DatasetType.objectDetection
  const description = 'Draw a box around every fruit.'
  return { name: TABLES, type, description, labels, files, truth }
}

async function planSingles(): Promise<Plan> {
  const pictures = await drawSingles(16)
  const truth = new Map(pictures.map(({ name, fruits }) => [name, fruits.map((fruit) => ({ name: fruit.name }))]))
  const files = pictures.map(({ name, bytes }) => ({ name, bytes }))
  const type = DatasetType.imageClassification
  const description = 'Say which fruit it is.'
  return { name: SINGLES, type, description, labels: fruitLabels, files, truth }
}

function planSentences(): Plan {
  const sentences = demoSentences()
  const truth = new Map(
    sentences.map(({ text, entities }) => [
      text,
      entities.map(({ name, start, end }) => ({
        name,
        property: { '@modelarts:start_index': start, '@modelarts:end_index': end },
      })),
    ]),
  )
  const labels = [
    { name: 'PERSON', colour: '#1971C2', key: '1' },
    { name: 'PLACE', colour: '#2B8A3E', key: '2' },
    { name: 'ORGANISATION', colour: '#9C36B5', key: '3' },
  ]
  const files = [{ name: 'sentences.txt', bytes: Buffer.from(sentences.map(({ text }) => text).join('\n')) }]
  const type = DatasetType.namedEntities
  const description = 'Mark the names of people, places and organisations.'
  return { name: SENTENCES, type, description, labels, files, truth }
}

function planLetters(): Plan {
  const letters = demoLetters()
  const truth = new Map(letters.map(({ text, mood }) => [text, [{ name: mood }]]))
  const labels = [
    { name: 'praise', colour: '#2B8A3E', key: '1' },
    { name: 'complaint', colour: '#C92A2A', key: '2' },
    { name: 'question', colour: '#1971C2', key: '3' },
  ]
  const files = [{ name: 'letters.txt', bytes: Buffer.from(letters.map(({ text }) => text).join('\n')) }]
  const type = DatasetType.textClassification
  const description = 'What does the customer want?'
  return { name: LETTERS, type, description, labels, files, truth }
}
