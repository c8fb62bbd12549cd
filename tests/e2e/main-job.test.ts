import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { DatasetType } from '#contract/codes.ts'
import { aTaskAtWork } from '#tests/scenes.ts'
import {
  ALL_SHAPES,
  chooseLabel,
  type Drawing,
  drawByMouse,
  drawingsOf,
  KeyboardHand,
  pictureShown,
} from './drawing.ts'
import {
  acceptInvitation,
  addLabel,
  createDataset,
  createTask,
  createTeam,
  finishAcceptance,
  startAcceptance,
} from './forms.ts'
import { pictures } from './pictures.ts'
import { aWorld, hasBrowser, OWNER, type Person, type World } from './world.ts'

/** The main job of a team, done by hand by four people in four browsers, one step after the other. */

const PASSWORD = 'a long enough secret'
const MEMBERS = [
  { email: 'mia@example.com', role: 'Labeler' },
  { email: 'kim@example.com', role: 'Labeler' },
  { email: 'rosa@example.com', role: 'Reviewer' },
] as const
const PICTURES = 6

describe.runIf(hasBrowser)('the main job', () => {
  let world: World
  let owner: Person
  let mouse: Person
  let keys: Person
  let reviewer: Person
  let links: string[]
  const task = { dataset_id: '', workforce_task_id: '' }
  /** What was drawn on each picture, by its name. */
  const drawn = new Map<string, (Drawing & { name: string })[]>()

  beforeAll(async () => {
    world = await aWorld()
    ;[owner, mouse, keys, reviewer] = (await Promise.all([
      world.person(),
      world.person(),
      world.person(),
      world.person(),
    ])) as [Person, Person, Person, Person]
  })
  afterAll(() => world?.close())

  const nameShown = async ({ page }: Person) => {
    await pictureShown(page)
    const title = await page.getByRole('application', { name: /^Picture / }).getAttribute('aria-label')
    return title!.replace('Picture ', '')
  }
  const entries = async () => {
    const { samples } = await world.server.owner.call('ListWorkforceTaskSamples', { ...task, limit: 100 })
    return samples
  }

  test('the owner signs in, uploads pictures and makes labels', async () => {
    await owner.page.goto('/')
    await owner.page.getByRole('textbox', { name: 'User name or e-mail' }).fill(OWNER.user_name)
    await owner.page.getByRole('textbox', { name: 'Password' }).fill(OWNER.password)
    await owner.page.getByRole('button', { name: 'Sign in' }).click()
    await owner.page.getByRole('heading', { name: 'Welcome to Muster' }).waitFor()
    task.dataset_id = await createDataset(owner, {
      type: 'Object detection',
      name: 'street',
      files: await pictures(PICTURES),
      labels: ['car'],
    })
    await addLabel(owner, task.dataset_id, 'person')
    await world.server.idle()
    const { total_sample_count } = await world.server.owner.call('DescDataset', { dataset_id: task.dataset_id })
    expect(total_sample_count).toBe(PICTURES)
    const { labels } = await world.server.owner.call('ListLabels', { dataset_id: task.dataset_id })
    expect(labels.map(({ name }) => name)).toEqual(['car', 'person'])
  })

  test('makes a team, whose members come in by the links that were copied', async () => {
    links = await createTeam(owner, 'crew', MEMBERS)
    for (const [i, person] of [mouse, keys, reviewer].entries()) {
      await acceptInvitation(person, links[i]!, MEMBERS[i]!.email, PASSWORD)
    }
    await mouse.page.getByText('There is no work for you yet').waitFor()
  })

  test('sees who gets how many, and deals', async () => {
    const { workforce_task_id, shares } = await createTask(owner, task.dataset_id, 'boxes')
    task.workforce_task_id = workforce_task_id
    expect(shares.toSorted()).toEqual([
      ['kim@example.com', '3'],
      ['mia@example.com', '3'],
    ])
    await world.server.idle()
  })

  test('a labeler draws all seven shapes with the mouse', async () => {
    const { page } = mouse
    await page.getByRole('link', { name: 'Label' }).click()
    const first = await nameShown(mouse)
    await chooseLabel(page, 'car')
    for (const drawing of ALL_SHAPES) await drawByMouse(page, drawing)
    drawn.set(
      first,
      ALL_SHAPES.map((drawing) => ({ name: 'car', ...drawing })),
    )
    await page.getByRole('button', { name: 'Submit' }).click()
    const others = [ALL_SHAPES[0]!, ALL_SHAPES[2]!]
    let before = first
    for (const drawing of others) {
      await expect.poll(() => nameShown(mouse)).not.toBe(before)
      before = await nameShown(mouse)
      await drawByMouse(page, drawing)
      drawn.set(before, [{ name: 'car', ...drawing }])
      await page.getByRole('button', { name: 'Submit' }).click()
    }
    await page.getByText('Everything here is done').waitFor()
    expect(mouse.complaints).toEqual([])
  })

  test('another one draws them with nothing but keys', async () => {
    const { page } = keys
    await page.getByRole('link', { name: 'Label' }).press('Enter')
    const hand = new KeyboardHand(page)
    const first = await nameShown(keys)
    // The first one is asked about when it is there, the others get the label that was chosen.
    await hand.draw(ALL_SHAPES[0]!)
    await page.getByRole('dialog', { name: 'What is it?' }).waitFor()
    await page.keyboard.type('person')
    await page.keyboard.press('Enter')
    await page.getByRole('dialog', { name: 'What is it?' }).waitFor({ state: 'hidden' })
    await page.keyboard.press('Shift+2')
    for (const drawing of ALL_SHAPES.slice(1)) await hand.draw(drawing)
    drawn.set(
      first,
      ALL_SHAPES.map((drawing) => ({ name: 'person', ...drawing })),
    )
    await page.keyboard.press('Control+Enter')
    let before = first
    for (const drawing of [ALL_SHAPES[3]!, ALL_SHAPES[5]!]) {
      await expect.poll(() => nameShown(keys)).not.toBe(before)
      before = await nameShown(keys)
      hand.turn()
      await hand.draw(drawing)
      drawn.set(before, [{ name: 'person', ...drawing }])
      await page.keyboard.press('Control+Enter')
    }
    await page.getByText('Everything here is done').waitFor()
    expect(keys.complaints).toEqual([])
  })

  test('what is stored is what was drawn, in pixels of the picture', async () => {
    const stored = async () => new Map((await entries()).map((entry) => [entry.sample_name!, drawingsOf(entry)]))
    await expect.poll(stored).toEqual(drawn)
  })

  test('the reviewer passes with A to D and rejects with a reason, which the labeler reads and mends', async () => {
    const { page } = reviewer
    await page.reload()
    await page.getByRole('link', { name: 'Review' }).click()
    const verdicts: [string, string][] = []
    for (const rating of ['A', 'B', 'C', 'D', 'A']) {
      const name = await nameShown(reviewer)
      if (rating === 'B') await page.keyboard.press('2')
      else await page.getByRole('button', { name: `Pass with ${rating}` }).click()
      verdicts.push([name, rating])
      await expect.poll(() => nameShown(reviewer)).not.toBe(name)
    }
    const rejected = await nameShown(reviewer)
    await page.keyboard.press('x')
    await page.keyboard.type('The box is too large')
    await page.keyboard.press('Control+Enter')
    await page.getByText('Everything here is done').waitFor()
    const states = new Map(
      (await entries()).map((entry) => [entry.sample_name!, entry.review_score ?? entry.sample_status]),
    )
    expect(states).toEqual(new Map([...verdicts, [rejected, 'REJECTED']]))

    const { worker_id } = (await entries()).find((entry) => entry.sample_name === rejected)!
    const { workers } = await world.server.owner.call('ListWorkers', {
      workforce_id: (await world.server.owner.call('ListWorkforces', {})).workforces[0]!.workforce_id!,
    })
    const isOfMouse = workers.find((worker) => worker.worker_id === worker_id)!.email === MEMBERS[0].email
    const labeler = isOfMouse ? mouse : keys
    await labeler.page.goto('/work')
    await labeler.page.getByText('1 was rejected').waitFor()
    await labeler.page.getByRole('link', { name: 'Label' }).click()
    await labeler.page.getByText('Rejected: The box is too large').waitFor()
    await expect.poll(() => nameShown(labeler)).toBe(rejected)
    await labeler.page.keyboard.press('Shift+Delete')
    await chooseLabel(labeler.page, 'car')
    await drawByMouse(labeler.page, ALL_SHAPES[1]!)
    drawn.set(rejected, [{ name: 'car', ...ALL_SHAPES[1]! }])
    await labeler.page.getByRole('button', { name: 'Submit' }).click()
    await labeler.page.getByText('Everything here is done').waitFor()

    // Handing in goes on behind the back of who handed in.
    const stateOf = async () => (await entries()).find((entry) => entry.sample_name === rejected)!.sample_status
    await expect.poll(stateOf).toBe('UNREVIEWED')
    await page.getByRole('button', { name: 'Look again' }).click()
    await expect.poll(() => nameShown(reviewer)).toBe(rejected)
    await page.getByRole('button', { name: 'Pass with A' }).waitFor()
    await page.keyboard.press('1')
    await page.getByText('Everything here is done').waitFor()
    expect(reviewer.complaints).toEqual([])
  })

  test('the owner draws some for acceptance, judges, reads the live report and ends it', async () => {
    const { page } = owner
    const { dataset_id, workforce_task_id } = task
    await page.goto(`/datasets/${dataset_id}/tasks/${workforce_task_id}`)
    await startAcceptance(owner, 3)
    await page.getByRole('link', { name: 'Continue acceptance' }).click()
    const rejected = await nameShown(owner)
    await page.getByRole('textbox', { name: 'Reason of the rejection' }).fill('Not what was asked')
    await page.getByRole('button', { name: 'Send the rejection' }).click()
    await expect.poll(() => nameShown(owner)).not.toBe(rejected)
    const passed = await nameShown(owner)
    await page.getByRole('button', { name: 'Pass with A' }).click()
    await expect.poll(() => nameShown(owner)).not.toBe(passed)
    await page.getByRole('link', { name: 'Back to the list' }).click()
    await page.getByRole('link', { name: 'Report' }).click()
    await page.getByText('Report on boxes').waitFor()
    await page.getByRole('link', { name: 'Back to the task' }).click()
    await finishAcceptance(owner, 'All remaining pass')
    await world.server.idle()
    const states = new Map((await entries()).map((entry) => [entry.sample_name!, entry.sample_status!]))
    expect([...states.values()].toSorted()).toEqual([...Array(PICTURES - 1).fill('ACCEPTED'), 'REJECTED'])
    expect(states.get(rejected)).toBe('REJECTED')
    const { samples } = await world.server.owner.call('ListSamples', { dataset_id, limit: 100 })
    const accepted = samples.filter(({ sample_name }) => sample_name !== rejected)
    expect(new Map(accepted.map((sample) => [sample.sample_name!, drawingsOf(sample)]))).toEqual(
      new Map([...drawn].filter(([name]) => name !== rejected)),
    )
    expect(drawingsOf(samples.find(({ sample_name }) => sample_name === rejected)!)).toEqual([])
  })

  // Of four entries two are drawn, one of them passes and one is rejected.
  test.each([
    { ending: 'All passed', accepted: 4 },
    { ending: 'All rejected', accepted: 0 },
    { ending: 'All remaining pass', accepted: 3 },
    { ending: 'All remaining rejected', accepted: 1 },
  ])('an acceptance that ends with "$ending" accepts $accepted of 4', async ({ ending, accepted }) => {
    const { page } = owner
    const scene = await aTaskAtWork(world.server, { type: DatasetType.textClassification, samples: 4, labelers: 1 })
    await scene.label(scene.labeler, scene.sample_ids, [{ name: 'spam' }])
    await page.goto(`/datasets/${scene.dataset_id}/tasks/${scene.workforce_task_id}`)
    await startAcceptance(owner, 2)
    await page.getByRole('link', { name: 'Continue acceptance' }).click()
    await page.getByText('1 of 2').waitFor()
    await page.keyboard.press('1')
    await page.getByText('2 of 2').waitFor()
    await page.keyboard.press('x')
    await page.keyboard.type('Not spam')
    await page.keyboard.press('Control+Enter')
    await page.getByText('Everything here is done').waitFor()
    await page.getByRole('link', { name: 'Back to the list' }).last().click()
    await finishAcceptance(owner, ending)
    await world.server.idle()
    const { samples } = await world.server.owner.call('ListWorkforceTaskSamples', { ...scene, limit: 100 })
    expect(samples.filter(({ sample_status }) => sample_status === 'ACCEPTED')).toHaveLength(accepted)
    expect(samples.filter(({ sample_status }) => sample_status === 'REJECTED')).toHaveLength(4 - accepted)
  })
})
