import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { aDataset, aTeam, type TestTeam } from '#tests/builders.ts'
import { type Task, tasksOf } from '#tests/tasks.ts'
import { hold } from './held.ts'
import { aWorld, hasBrowser, type Person, setPasswords, type World } from './world.ts'

/** Labels that change while a reviewer looks at them. */

const PASSWORD = 'a long enough secret'
const CHANGED = 'The labels were changed meanwhile. Look at them again before you judge.'

describe.runIf(hasBrowser)('labels that nobody has seen', () => {
  let world: World
  let team: TestTeam
  let reviewer: Person
  let task: Task
  let sample_ids: string[]

  beforeAll(async () => {
    world = await aWorld()
    team = await aTeam(world.server, { labelers: 1, reviewers: 1 })
    await setPasswords(world.server, PASSWORD)
    reviewer = await world.person({ user_name: team.reviewers[0]!.email, password: PASSWORD })
  })
  afterAll(() => world?.close())

  beforeEach(async () => {
    const names = ['good', 'bad'].map((name) => ({ name }))
    const dataset = await aDataset(world.server, { lines: ['It rains.', 'It pours.'], labels: names })
    const workforces_config = { workforces: [{ workforce_id: team.workforce_id }] }
    task = await tasksOf(world.server).create(dataset, { workforces_config })
    const { samples } = await world.server.owner.call('ListSamples', dataset)
    sample_ids = samples.map((sample) => sample.sample_id!)
    await label('good', sample_ids)
  })

  const label = async (name: string, ids: readonly string[]) => {
    const samples = ids.map((sample_id) => ({ sample_id, labels: [{ name }] }))
    const reply = await team.labelers[0]!.call('UpdateWorkforceTaskSamples', task, { samples })
    expect(reply.success).toBe(true)
  }
  const entryOf = (sample_id: string) => world.server.owner.call('DescribeWorkforceTaskSample', { ...task, sample_id })
  const states = () => Promise.all(sample_ids.map(async (id) => (await entryOf(id)).sample_status))
  const path = () => `/work/${task.dataset_id}/${task.workforce_task_id}/review`
  /** He presses it as soon as he may. */
  const pass = async () => {
    await reviewer.page.keyboard.press('1')
    return (await states())[0]
  }

  test('are not passed by a reviewer: they are shown to him first', async () => {
    const { page } = reviewer
    const [sample_id] = sample_ids
    await page.goto(`${path()}?sample_id=%22${sample_id}%22`)
    const labels = page.getByRole('complementary').last()
    await labels.getByText('good').first().waitFor()
    const letGo = await hold(page, ['**/muster/v1/events*', `**/data-annotations/samples/${sample_id}*`])
    await label('bad', [sample_id!])
    const refused = page.waitForResponse((reply) => reply.url().endsWith('/review') && reply.status() === 412)
    await page.keyboard.press('1')
    await refused
    await letGo()
    await page.getByRole('alert').filter({ hasText: CHANGED }).waitFor()
    expect(await states()).toEqual(['UNREVIEWED', 'UNREVIEWED'])
    await expect.poll(pass, { interval: 300 }).toBe('UNCHECK')
    expect((await entryOf(sample_id!)).labels).toMatchObject([{ name: 'bad' }])
  })

  test('are not passed among many either, and are shown as they are now', async () => {
    const { page } = reviewer
    await page.goto(`${path()}/many`)
    await page.getByText('It pours.').waitFor()
    await label('bad', sample_ids.slice(0, 1))
    await page.getByRole('button', { name: 'Select what is in sight' }).click()
    await page.keyboard.press('1')
    await page.getByText(CHANGED).waitFor()
    expect(await states()).toEqual(['UNREVIEWED', 'UNCHECK'])
    await page.getByRole('main').getByText('bad').waitFor()
  })
})
