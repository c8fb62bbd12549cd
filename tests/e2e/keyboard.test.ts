import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { DatasetType, LabelType } from '#contract/codes.ts'
import { aDataset, aTeam, type TestTeam } from '#tests/builders.ts'
import { aLabelledTask } from '#tests/scenes.ts'
import { type Task, tasksOf } from '#tests/tasks.ts'
import { ALL_SHAPES, drawingsOf, KeyboardHand, pictureShown } from './drawing.ts'
import { KeysOnly } from './keys-only.ts'
import { pictures } from './pictures.ts'
import { aWorld, hasBrowser, OWNER, setPasswords, type World } from './world.ts'

/** Labelling, review and acceptance without a mouse, from signing in to the last button (workbench 12). */

const PASSWORD = 'a long enough secret'
const ANIMALS = 5
const BOX = ALL_SHAPES[0]!
const REASON = 'That is no cat'

describe.runIf(hasBrowser)('with nothing but a keyboard', () => {
  let world: World
  let team: TestTeam
  let boxes: Task
  let animals: Task

  beforeAll(async () => {
    world = await aWorld()
    team = await aTeam(world.server, { labelers: 1, reviewers: 1 })
    await setPasswords(world.server, PASSWORD)
    boxes = await aTask('boxes', { type: DatasetType.objectDetection, labels: ['car', 'person'], count: 1 })
    animals = await aTask('animals', { type: DatasetType.imageClassification, labels: ['cat', 'dog'], count: ANIMALS })
  })
  afterAll(() => world?.close())

  async function aTask(task_name: string, of: { type: DatasetType; labels: string[]; count: number }): Promise<Task> {
    const { type, labels, count } = of
    const labelType = type === DatasetType.objectDetection ? LabelType.objectDetection : LabelType.imageClassification
    const files = (await pictures(count)).map(({ name, buffer }) => [name, buffer] as const)
    const dataset = await aDataset(world.server, {
      type,
      files: Object.fromEntries(files),
      labels: labels.map((name) => ({ name, type: labelType })),
    })
    const workforces_config = { workforces: [{ workforce_id: team.workforce_id }] }
    return tasksOf(world.server).create(dataset, { task_name, workforces_config })
  }

  const entriesOf = async (task: Task) => {
    const { samples } = await world.server.owner.call('ListWorkforceTaskSamples', { ...task, limit: 100 })
    return samples
  }
  const stateOf = async (task: Task, name: string) =>
    (await entriesOf(task)).find(({ sample_name }) => sample_name === name)!.sample_status

  async function enter(user_name: string, password: string) {
    const person = await world.person()
    const keys = await KeysOnly.at(person)
    await person.page.goto('/sign-in')
    await keys.isAt('textbox', 'User name or e-mail')
    await keys.type(user_name)
    await keys.tabTo('textbox', 'Password')
    await keys.type(password)
    await keys.press('Enter')
    return { ...person, keys }
  }

  /** The picture that has the focus; its name is known when it can be worked on. */
  async function pictureOf({ page }: KeysOnly): Promise<string> {
    await pictureShown(page)
    const title = await page.getByRole('application', { name: /^Picture / }).getAttribute('aria-label')
    return title!.replace('Picture ', '')
  }

  test('a labeler draws a box, gives classes, and hands all of it in', async () => {
    const { keys, page, complaints } = await enter(team.labelers[0]!.email!, PASSWORD)
    await keys.isAt('heading', 'My participations')
    await keys.use('link', 'Label boxes')
    await keys.isAt('application', /^Picture /)
    const picture = await pictureOf(keys)
    await new KeyboardHand(page).draw(BOX)
    await keys.isAt('textbox', 'Search labels')
    await keys.type('person')
    await keys.press('Enter')
    await keys.isAt('application', `Picture ${picture}`)
    await page.keyboard.press('Control+Enter')
    await keys.isAt('heading', 'Everything here is done')
    await expect.poll(() => stateOf(boxes, picture)).toBe('UNREVIEWED')
    expect((await entriesOf(boxes)).map(drawingsOf)).toEqual([[{ name: 'person', ...BOX }]])

    await keys.use('link', 'Back to the list')
    await keys.use('link', 'Label animals')
    const given = new Map<string, string>()
    for (let i = 0; i < ANIMALS; i++) {
      await expect.poll(async () => given.has(await pictureOf(keys))).toBe(false)
      await keys.isAt('application', /^Picture /)
      const name = await pictureOf(keys)
      await keys.press(i % 2 === 0 ? '1' : '2')
      given.set(name, i % 2 === 0 ? 'cat' : 'dog')
      await page.keyboard.press('Enter')
    }
    await keys.isAt('heading', 'Everything here is done')
    const stored = async () =>
      new Map((await entriesOf(animals)).map(({ sample_name, labels }) => [sample_name!, labels?.[0]?.name]))
    await expect.poll(stored).toEqual(given)
    expect(complaints).toEqual([])
  })

  test('a reviewer passes with A to D by key or button, and rejects with a reason', async () => {
    const { keys, complaints } = await enter(team.reviewers[0]!.email!, PASSWORD)
    await keys.isAt('heading', 'My participations')
    await keys.use('link', 'Review animals')
    await keys.isAt('application', /^Picture /)
    const expected = new Map<string, string>()
    const next = () => expect.poll(async () => expected.has(await pictureOf(keys))).toBe(false)
    for (const [i, rating] of ['A', 'B', 'C'].entries()) {
      await next()
      expected.set(await pictureOf(keys), rating)
      await keys.press(String(i + 1))
    }
    await next()
    expected.set(await pictureOf(keys), 'D')
    await keys.use('button', 'Pass with D')
    await next()
    expected.set(await pictureOf(keys), REASON)
    await keys.press('x')
    await keys.isAt('textbox', /^Reason of the rejection/)
    await keys.type(REASON)
    await keys.press('Control+Enter')
    await keys.isAt('heading', 'Everything here is done')
    const verdicts = (await entriesOf(animals)).map((entry) => [
      entry.sample_name!,
      entry.review_accept ? entry.review_score : entry.review_comment,
    ])
    expect(new Map(verdicts as [string, string][])).toEqual(expected)
    expect(complaints).toEqual([])
  })

  test('the owner draws some, judges them, reads the report and ends the acceptance', async () => {
    const { keys, page, complaints } = await enter(OWNER.user_name, OWNER.password)
    await keys.isAt('heading', 'Datasets')
    await keys.use('link', 'Tasks', 'Shift+Tab')
    await keys.use('link', 'animals')
    await page.getByRole('heading', { name: 'animals' }).waitFor()
    await keys.use('button', 'Start acceptance')
    await keys.isAt('textbox', /^Percent/)
    await keys.tabTo('radio', 'A share', 'Shift+Tab')
    await keys.press('ArrowRight')
    await keys.tabTo('textbox', 'Entries')
    await keys.fill('2')
    await keys.press('Enter')
    await keys.isAt('region', 'Acceptance')
    await page.getByRole('link', { name: 'Continue acceptance' }).waitFor()
    await keys.use('link', 'Continue acceptance')
    await keys.isAt('application', /^Picture /)

    const rejected = await pictureOf(keys)
    await keys.press('x')
    await keys.isAt('textbox', /^Reason of the rejection/)
    await keys.press('Alt+1', 'Control+Enter')
    await expect.poll(() => pictureOf(keys)).not.toBe(rejected)
    const passed = await pictureOf(keys)
    await keys.press('1')
    await keys.isAt('heading', 'Everything here is done')
    await keys.use('link', 'Back to the list')

    await keys.use('link', 'Report')
    await keys.isAt('heading', 'Acceptance report')
    await keys.use('link', 'Back to the task')
    await keys.use('button', 'Finish acceptance')
    await keys.isAt('radio', 'All remaining pass')
    await keys.press('ArrowDown', 'ArrowUp')
    await keys.use('button', 'Next')
    await keys.isAt('dialog', 'Finish acceptance')
    await keys.use('button', /^Accept .* reject /)
    await keys.isAt('region', 'Acceptance')

    await world.server.idle()
    const entries = await entriesOf(animals)
    expect(new Set(entries.map(({ sample_status }) => sample_status))).toEqual(new Set(['ACCEPTED', 'REJECTED']))
    const ofOwner = entries.filter(({ check_accept }) => check_accept !== undefined)
    const of = (name: string) => entries.find(({ sample_name }) => sample_name === name)!
    expect(of(passed)).toMatchObject({ sample_status: 'ACCEPTED', check_score: 'A' })
    expect(of(rejected)).toMatchObject({ sample_status: 'REJECTED', check_accept: false })
    expect(ofOwner).toHaveLength(ANIMALS - 1)
    const { samples } = await world.server.owner.call('ListSamples', { ...animals, sample_state: '__ALL__' })
    expect(samples).toHaveLength(ANIMALS - 2)
    expect(complaints).toEqual([])
  })

  test('the owner chooses whose labels single samples have', async () => {
    const scene = await aLabelledTask(world.server, { samples: [{ content: 'win a car' }, { content: 'free money' }] })
    const [first, second] = scene.sample_ids as [string, string]
    await scene.startAcceptance()
    await scene.labelInDataset([first, second], [{ name: 'ham' }])
    const { keys, page, complaints } = await enter(OWNER.user_name, OWNER.password)
    await keys.isAt('heading', 'Datasets')
    await page.goto(`/datasets/${scene.dataset_id}/tasks/${scene.workforce_task_id}`)
    await page.getByRole('button', { name: 'Finish acceptance' }).waitFor()
    await keys.use('button', 'Finish acceptance')
    await keys.isAt('radio', 'All remaining pass')
    await keys.use('button', 'Next')
    await page.getByText('2 samples have other labels').waitFor()
    await keys.tabTo('radio', /^Leave what the dataset has of free money/)
    await keys.press('ArrowRight')
    await keys.isAt('radio', /^Take what .* gave free money/)
    await keys.use('button', 'Accept 2')
    await keys.isAt('region', 'Acceptance')
    await world.server.idle()
    const names = async (sample_id: string) => scene.names((await scene.sample(sample_id)).labels)
    expect([await names(first), await names(second)]).toEqual([['ham'], ['spam']])
    expect(complaints).toEqual([])
  })
})
