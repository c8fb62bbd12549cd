import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { LabelType } from '#contract/codes.ts'
import { aDataset, aTeam } from '#tests/builders.ts'
import { everybodyOf, type Task, tasksOf } from '#tests/tasks.ts'
import { aWorld, hasBrowser, type Person, setPasswords, type World } from './world.ts'

/** Texts classified on cards, many at once (workbench 5). */

const PASSWORD = 'a long enough secret'
const LABELS = ['invoice', 'complaint', 'other']

describe.runIf(hasBrowser)('cards of texts', () => {
  let world: World
  let labeler: Person
  let task: Task

  beforeAll(async () => {
    world = await aWorld()
    const team = await aTeam(world.server, { labelers: 1 })
    await setPasswords(world.server, PASSWORD)
    const dataset = await aDataset(world.server, {
      lines: Array.from({ length: 9 }, (_, i) => `mail number ${i}`),
      labels: LABELS.map((name) => ({ name, type: LabelType.textClassification })),
    })
    task = await tasksOf(world.server).create(dataset, { workforces_config: everybodyOf(team) })
    labeler = await world.person({ user_name: team.labelers[0]!.email!, password: PASSWORD })
  })
  afterAll(() => world?.close())

  const cards = () => labeler.page.getByRole('article')
  const card = (number: number) => cards().nth(number - 1)
  const isActive = (number: number) => card(number).and(labeler.page.locator('[aria-current=true]')).waitFor()

  /** What the server has of every entry, in the order of the cards. */
  async function stored() {
    const { entries } = await world.server.owner.call('ListEntries', { ...task, limit: 100 })
    return entries.map(({ labels = [], sample_status }) => [sample_status, ...labels.map(({ name }) => name)].join(' '))
  }

  test('five are labelled by keys, with a reload in between, and submitted by one call', async () => {
    const { page, complaints } = labeler
    await page.goto(`/work/${task.dataset_id}/${task.workforce_task_id}/label`)
    await page.getByRole('radiogroup', { name: 'How the list is shown' }).getByText('Cards').click()
    await isOpen(page, 1)
    await expect.poll(() => cards().count()).toBe(9)
    for (const [index, key] of ['1', '2', '1'].entries()) {
      await isOpen(page, index + 1)
      await page.keyboard.press(key)
      await page.keyboard.press('Enter')
    }
    await isOpen(page, 4)
    await expect.poll(() => page.getByText(/^Saved .*\d/).count()).toBe(3)
    await page.reload()

    await isOpen(page, 4)
    await card(1).getByText('invoice').waitFor()
    await card(2).getByText('complaint').waitFor()
    await card(3).getByText('invoice').waitFor()
    await page.keyboard.press('2')
    await page.keyboard.press('j')
    await isOpen(page, 5)
    await page.keyboard.press('1')
    await page.keyboard.press('3')
    await expect.poll(() => page.getByText(/^Saved .*\d/).count()).toBe(2)
    expect(await stored()).toEqual(Array(9).fill('UN_ANNOTATION'))

    const sent: number[] = []
    page.on('request', (request) => {
      const samples = request.method() === 'PUT' && request.postDataJSON()?.samples
      if (samples) sent.push(samples.length)
    })
    await page.getByRole('button', { name: 'Submit 5' }).waitFor()
    await page.keyboard.press('Control+Enter')
    await expect
      .poll(stored)
      .toEqual([
        'UNCHECK invoice',
        'UNCHECK complaint',
        'UNCHECK invoice',
        'UNCHECK complaint',
        'UNCHECK invoice other',
        ...Array(4).fill('UN_ANNOTATION'),
      ])
    expect(sent).toEqual([5])
    await page.getByRole('button', { name: 'Submit', exact: true }).waitFor()
    expect(complaints).toEqual([])
  })

  test('a card that is refused says why, and holds up no other', async () => {
    const { page } = labeler
    await page.keyboard.press('j')
    await isOpen(page, 6)
    await page.keyboard.press('3')
    await page.keyboard.press('Enter')
    await isOpen(page, 7)
    await page.keyboard.press('1')
    await page.getByRole('button', { name: 'Submit 2' }).waitFor()
    await world.server.owner.call('DeleteLabels', { ...task, delete_policy: 1 }, { labels: [{ name: 'other' }] })
    await page.keyboard.press('Control+Enter')
    await card(6).getByText('Not accepted:').waitFor()
    await page.getByText('1 card was not accepted.').waitFor()
    await expect.poll(async () => (await stored()).slice(5, 7)).toEqual(['UN_ANNOTATION', 'UNCHECK invoice'])
    await page.keyboard.press('k')
    await isOpen(page, 6)
    await page.keyboard.press('Shift+Delete')
    await page.keyboard.press('1')
    await page.keyboard.press('Control+Enter')
    await expect.poll(async () => (await stored())[5]).toBe('UNCHECK invoice')
  })

  /** The card is in focus and can be labelled. */
  async function isOpen(page: Page, number: number): Promise<void> {
    await isActive(number)
    await page
      .getByRole('complementary')
      .getByRole('button', { name: /^invoice/ })
      .and(page.locator(':enabled'))
      .waitFor()
  }
})
