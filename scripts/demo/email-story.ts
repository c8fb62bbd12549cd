import type { DescribeSampleResp } from '#contract/samples.ts'
import type { Email } from './emails.ts'
import { pickEmails } from './emails.ts'
import { listAll, makeTeam, type Person } from './people.ts'
import { check, heading, percent, say, table } from './print.ts'
import { Chance } from './random.ts'
import { type DemoServer, until } from './server.ts'

/** Share of wrong answers each labeler gives: two are careful, one is not. */
const MISTAKES = { Ada: 0.02, Ben: 0.03, Cleo: 0.16 } as const
/** Share of the mistakes that the reviewer notices. */
const REVIEWER_NOTICES = 0.5
const COUNTS = { ham: 280, spam: 170 }
const SAMPLING_RATE = 0.2

type Story = {
  server: DemoServer
  chance: Chance
  truth: Map<string, Email['truth']>
  dataset_id: string
  workforce_task_id: string
  people: Map<string, Person>
}

/** First part of the demo: e-mails are sorted into spam and ham by a team, reviewed, and accepted by sampling. */
export async function tellEmailStory(server: DemoServer): Promise<Map<string, Person>> {
  const chance = new Chance('5d3a7c1e9b2f4068a1c3e5f708192a3b')
  heading('1. E-mails: spam or not?')
  const emails = pickEmails(chance, COUNTS)
  const dataset_id = await makeDataset(server, emails)
  const { workforce_id, people } = await makeTeam(server.baseUrl, server.owner, 'mail-team', [
    { name: 'Ada', role: 'labeler' },
    { name: 'Ben', role: 'labeler' },
    { name: 'Cleo', role: 'labeler' },
    { name: 'Rita', role: 'reviewer' },
    { name: 'Max', role: 'manager' },
  ])
  say(`Team: Ada, Ben and Cleo label, Rita reviews, Max manages; each logged in through an invitation of their own.`)
  const created = await server.owner.call(
    'CreateWorkforceTask',
    { dataset_id },
    { task_name: 'sort-mail', workforces_config: { workforces: [{ workforce_id }] } },
  )
  const workforce_task_id = created.task_id!
  const truth = new Map(emails.map((email) => [email.name, email.truth]))
  const story: Story = { server, chance, truth, dataset_id, workforce_task_id, people }
  await taskReaches(story, [1])

  await labelEverything(story)
  await review(story)
  await printProgress(story)
  const bound = await firstAcceptance(story)
  await rework(story)
  await acceptTheRest(story)
  await printResult(story, emails.length, bound.left_at_most)
  return people
}

async function makeDataset({ owner, makeFolder }: DemoServer, emails: readonly Email[]): Promise<string> {
  await makeFolder('demo/mail/in')
  const { dataset_id } = await owner.call(
    'CreateDataset',
    {},
    {
      dataset_name: 'mail',
      dataset_type: 100,
      data_sources: [{ data_type: 0, data_path: '/demo/mail/in/' }],
      work_path: '/demo/mail/out/',
      work_path_type: 0,
      labels: [
        { name: 'spam', property: { '@modelarts:color': '#d6336c', '@modelarts:shortcut': 'S' } },
        { name: 'ham', property: { '@modelarts:color': '#2f9e44', '@modelarts:shortcut': 'H' } },
      ],
    },
  )
  await until(
    'the dataset is ready',
    () => owner.call('DescDataset', { dataset_id: dataset_id! }),
    (d) => d.status === 1,
  )
  for (let at = 0; at < emails.length; at += 100) {
    const samples = emails.slice(at, at + 100).map(({ name, text }) => ({
      name,
      data: Buffer.from(text).toString('base64'),
    }))
    const reply = await owner.call(
      'UploadSamplesJson',
      { dataset_id: dataset_id! },
      { samples, muster: { lines: false } },
    )
    check(`upload of e-mails ${at + 1} to ${at + samples.length}`, reply.success === true)
  }
  const { total_sample_count } = await owner.call('DescDataset', { dataset_id: dataset_id! })
  check('every e-mail is a sample', total_sample_count === emails.length)
  say(
    `${emails.length} real messages of the SpamAssassin corpus, whose true class is known (to the demo, not to the team).`,
  )
  return dataset_id!
}

const ofTask = ({ dataset_id, workforce_task_id }: Story) => ({ dataset_id, workforce_task_id })

async function taskReaches(story: Story, statuses: readonly number[]) {
  const { owner } = story.server
  return until(
    `the task reaches ${statuses.join(' or ')}`,
    () => owner.call('DescWorkforceTask', ofTask(story)),
    ({ status }) => statuses.includes(status!),
  )
}

function truthOf({ truth }: Story, sample: DescribeSampleResp): Email['truth'] {
  return truth.get(sample.sample_name!)!
}

const other = (word: Email['truth']) => (word === 'spam' ? 'ham' : 'spam')
const answerOf = (sample: DescribeSampleResp) => sample.labels?.[0]?.name

/** Each labeler answers what was dealt to him: the truth, but for his share of mistakes. */
async function labelEverything(story: Story): Promise<void> {
  for (const [name, share] of Object.entries(MISTAKES)) {
    const person = story.people.get(name)!
    const dealt = await listAll(person.client, ofTask(story))
    const answers = dealt.map((sample) => {
      const right = truthOf(story, sample)
      return { sample_id: sample.sample_id!, labels: [{ name: story.chance.happens(share) ? other(right) : right }] }
    })
    await save(story, person, answers)
  }
}

async function save(story: Story, person: Person, samples: { sample_id: string; labels: { name: string }[] }[]) {
  for (let at = 0; at < samples.length; at += 50) {
    const reply = await person.client.call('UpdateWorkforceTaskSamples', ofTask(story), {
      samples: samples.slice(at, at + 50),
    })
    check(`${person.name} saves`, reply.success === true)
  }
}

/** The reviewer passes what looks right and sends back the mistakes she notices. */
async function review(story: Story): Promise<void> {
  const { client } = story.people.get('Rita')!
  const waiting = await listAll(client, { ...ofTask(story), sample_state: '__UNREVIEWED__' })
  const comments = waiting.map((sample) => {
    const right = answerOf(sample) === truthOf(story, sample)
    const accept = right || !story.chance.happens(REVIEWER_NOTICES)
    const to = { sample_id: sample.sample_id!, worker_id: sample.worker_id! }
    return accept ? { ...to, accept, score: 'A' as const } : { ...to, accept, comment: 'Please look again.' }
  })
  if (comments.length > 0) await client.call('ReviewSamples', ofTask(story), { comments })
  say(`\nRita looked at ${waiting.length} labelled messages and sent ${count(comments, ({ accept }) => !accept)} back.`)
}

const count = <T>(list: readonly T[], test: (item: T) => boolean): number => list.filter(test).length

async function printProgress(story: Story): Promise<void> {
  const { sample_stats } = await story.server.owner.call('GetWorkforceTaskMetrics', ofTask(story))
  say('\nWho labelled what:')
  table(
    ['labeler', 'dealt', 'waits for acceptance', 'sent back'],
    [...story.people.values()].flatMap(({ name, email }) => {
      const figures = sample_stats?.[email]
      if (!figures) return []
      const dealt = Object.values(figures).reduce((sum, number) => sum + number, 0)
      return [[name, dealt, figures.uncheck!, figures.rejected!]]
    }),
  )
}

type Draw = { sampling_rate: number }

/** Starts an acceptance, judges what was drawn against the truth, and returns the report. */
async function judge(story: Story, draw: Draw) {
  const { owner } = story.server
  const { task_id } = await owner.call('StartWorkforceSamplingTask', ofTask(story), draw)
  await taskReaches(story, [2])
  const drawn = await listAll(owner, { ...ofTask(story), sample_state: '__WORKFORCE_SAMPLED__' })
  const comments = drawn.map((sample) => {
    const accept = answerOf(sample) === truthOf(story, sample)
    const to = { sample_id: sample.sample_id!, worker_id: sample.worker_id! }
    return accept ? { ...to, accept, score: 'A' as const } : { ...to, accept, comment: 'Wrong class.' }
  })
  await owner.call('AcceptSamples', ofTask(story), { comments })
  const report = await owner.call('GetWorkforceSamplingTask', { ...ofTask(story), checking_task_id: task_id! })
  check('everything drawn was judged', report.checking_stats?.unchecked_sample_count === 0)
  return { drawn, stats: report.checking_stats!, bound: report.muster!.bound! }
}

async function firstAcceptance(story: Story) {
  const { owner } = story.server
  const { drawn, stats, bound } = await judge(story, { sampling_rate: SAMPLING_RATE })
  say(`\nOlga starts an acceptance and looks at every fifth message that waits for it.`)
  table(
    ['acceptance report', ''],
    [
      ['waiting for acceptance', stats.total_sample_count!],
      ['drawn', stats.sampled_sample_count!],
      ['passed', stats.accepted_sample_count!],
      ['rejected', stats.rejected_sample_count!],
      ['pass rate', percent(stats.pass_rate!)],
      ['score', `${stats.score} (${stats.total_score} points)`],
      ['wrong among all, at most (95 %)', bound.at_most],
      ['… of them left after this finish', bound.left_at_most],
    ],
  )
  say('\nWhose drawn labels were wrong:')
  const wrong = (name: string) => {
    const { worker_id } = story.people.get(name)!
    const own = drawn.filter((sample) => sample.worker_id === worker_id)
    const mistakes = count(own, (sample) => answerOf(sample) !== truthOf(story, sample))
    return [name, own.length, mistakes, percent(own.length === 0 ? 0 : mistakes / own.length)]
  }
  table(['labeler', 'drawn', 'wrong', 'share'], Object.keys(MISTAKES).map(wrong))

  const pool = stats.total_sample_count!
  const rejected = stats.rejected_sample_count!
  const body = { action: 4 as const, overwrite_last_result: false }
  await owner.call('UpdateWorkforceSamplingTask', ofTask(story), body)
  // The same call again, as after a lost answer, changes nothing.
  const task = await taskReaches(story, [1, 3, 4])
  await owner.call('UpdateWorkforceSamplingTask', ofTask(story), body)
  check('all but the rejected entries are accepted', task.sample_stats?.accepted_sample_count === pool - rejected)
  say(`\nOlga passes all but the rejected ones: ${pool - rejected} are accepted, ${rejected} go back.`)
  return bound
}

/** What came back from reviewer and owner is done again, with care this time. */
async function rework(story: Story): Promise<void> {
  const rows: (string | number)[][] = []
  for (const name of Object.keys(MISTAKES)) {
    const person = story.people.get(name)!
    const back = await listAll(person.client, { ...ofTask(story), sample_state: '__REJECTED__' })
    await save(
      story,
      person,
      back.map((sample) => ({ sample_id: sample.sample_id!, labels: [{ name: truthOf(story, sample) }] })),
    )
    const byReviewer = count(back, ({ review_accept }) => review_accept === false)
    rows.push([name, byReviewer, back.length - byReviewer])
  }
  say('\nWhat came back and was done again:')
  table(['labeler', 'from the reviewer', 'from the owner'], rows)
  await review(story)
}

async function acceptTheRest(story: Story): Promise<void> {
  const { stats } = await judge(story, { sampling_rate: 1 })
  check('the reworked messages are right', stats.rejected_sample_count === 0)
  await story.server.owner.call('UpdateWorkforceSamplingTask', ofTask(story), { action: 0 })
  const task = await taskReaches(story, [1, 3, 4])
  check('the task is complete', task.status === 3)
  say(`Olga looks at all ${stats.total_sample_count} of them and passes them. The task is complete.`)
}

async function printResult(story: Story, total: number, bound: number): Promise<void> {
  const { owner } = story.server
  const { dataset_id } = story
  const { label_stats, sample_stats } = await owner.call('GetDatasetStats', { dataset_id })
  const samples = await listAll(owner, { dataset_id })
  const wrong = samples.filter((sample) => answerOf(sample) !== truthOf(story, sample))
  check('every message has a label', sample_stats?.manual_annotation === total && samples.length === total)
  for (const { name, count: counted } of label_stats!) {
    check(
      `the count of ${name} is that of the labels`,
      counted === count(samples, (sample) => answerOf(sample) === name),
    )
  }
  say('\nThe accepted dataset:')
  table(
    ['class', 'messages'],
    label_stats!.map(({ name, sample_count }) => [name!, sample_count!]),
  )
  const share = wrong.length / total
  say(`Measured against the truth, ${wrong.length} of ${total} labels are wrong: ${percent(share)}.`)
  // A bound of 95 % may be missed in one demo of twenty, so this is told and not checked.
  say(
    `The report of the first acceptance promised at most ${bound}: ${wrong.length <= bound ? 'kept' : 'not kept this time'}.`,
  )
  check('the accepted labels are better than what was delivered', share < 0.07)
}
