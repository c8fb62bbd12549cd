import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { DatasetType, LabelType } from '#contract/codes.ts'
import type { SampleLabel } from '#contract/samples.ts'
import { aDataset, aTeam, type TestTeam } from '#tests/builders.ts'
import type { Caller } from '#tests/caller.ts'
import { type Task, tasksOf } from '#tests/tasks.ts'
import { ALL_SHAPES, drawByMouse, drawingsOf, pictureShown } from './drawing.ts'
import { pictures } from './pictures.ts'
import { aWorld, hasBrowser, type Person, setPasswords, type World } from './world.ts'

/** Two tabs or two people on one sample (workbench 1.2). */

const PASSWORD = 'a long enough secret'
const [BOX, , CIRCLE] = ALL_SHAPES

describe.runIf(hasBrowser)('two at once', () => {
  let world: World
  let team: TestTeam
  const people: Person[] = []
  let task: Task
  let sample_id: string

  beforeAll(async () => {
    world = await aWorld()
    team = await aTeam(world.server, { labelers: 2 })
    await setPasswords(world.server, PASSWORD)
    for (const { email } of team.labelers) people.push(await world.person({ user_name: email, password: PASSWORD }))
  })
  afterAll(() => world?.close())

  const [mia, kim] = [() => team.labelers[0]!, () => team.labelers[1]!]
  const address = (caller: Caller) =>
    `/work/${task.dataset_id}/${task.workforce_task_id}/label?sample_id=%22${sample_id}%22&worker_id=%22${caller.worker_id}%22&state=all`
  const save = (caller: Caller, worker_id: string, labels: readonly SampleLabel[]) =>
    caller.call('UpdateWorkforceTaskSamples', task, { samples: [{ sample_id, worker_id, labels }] })
  const entryOf = ({ worker_id }: Caller) =>
    world.server.owner.call('DescribeWorkforceTaskSample', { ...task, sample_id, worker_id })

  /** Everybody of the team has the one picture. */
  beforeEach(async () => {
    const [file] = await pictures(1)
    const dataset = await aDataset(world.server, {
      type: DatasetType.objectDetection,
      files: { [file!.name]: file!.buffer },
      labels: [{ name: 'car', type: LabelType.objectDetection }],
    })
    const workforces_config = { workforces: [{ workforce_id: team.workforce_id }] }
    task = await tasksOf(world.server).create(dataset, { workforces_config, repetition: 2 })
    const { samples } = await world.server.owner.call('ListSamples', dataset)
    sample_id = samples[0]!.sample_id!
  })

  test('the second tab of a person only shows the work until it is continued there', async () => {
    const first = people[0]!.page
    const second = await people[0]!.context.newPage()
    await first.goto(address(mia()))
    await pictureShown(first)
    await drawByMouse(first, BOX!)
    await second.goto(address(mia()))
    await second.getByText('This sample is open in another tab of yours.').waitFor()
    await second.getByRole('button', { name: 'Continue here' }).click()
    await first.getByText('This sample is open in another tab of yours.').waitFor()
    await pictureShown(second)
    await drawByMouse(second, CIRCLE!)
    await second.getByRole('button', { name: 'Submit' }).click()
    await expect.poll(async () => drawingsOf(await entryOf(mia()))).toEqual([BOX, CIRCLE].map(asCar))
    await second.close()
  })

  test('two people who have the same sample do not meet', async () => {
    for (const [i, drawing] of [BOX!, CIRCLE!].entries()) {
      const { page } = people[i]!
      await page.goto(address(team.labelers[i]!))
      await pictureShown(page)
      await drawByMouse(page, drawing)
    }
    for (const { page } of people) await page.getByRole('button', { name: 'Submit' }).click()
    await expect.poll(async () => drawingsOf(await entryOf(mia()))).toEqual([asCar(BOX!)])
    await expect.poll(async () => drawingsOf(await entryOf(kim()))).toEqual([asCar(CIRCLE!)])
  })

  test.each(['Mine', 'Theirs'])(
    'of a label that the owner changed meanwhile, what is chosen is kept: %s',
    async (side) => {
      const { page } = people[0]!
      const boxAt = (x: number): SampleLabel => ({
        id: 'a',
        name: 'car',
        property: {
          '@modelarts:shape': 'bndbox',
          '@modelarts:feature': [
            [x, 50],
            [x + 60, 100],
          ],
        },
      })
      await save(mia(), mia().worker_id, [boxAt(40)])
      await page.goto(address(mia()))
      await pictureShown(page)
      await page.getByRole('option', { name: /^car/ }).click()
      await page.getByRole('application').focus()
      await page.keyboard.press('v')
      await page.keyboard.press('Shift+ArrowRight')
      await page.getByText(/^Saved .*\d/).waitFor()
      await save(world.server.owner, mia().worker_id, [boxAt(200)])
      await page.keyboard.press('Control+Enter')

      const conflict = page.getByRole('dialog', { name: 'Both of you changed the same labels' })
      await page.getByRole('button', { name: 'Open the sample' }).click()
      await conflict.getByRole('radiogroup', { name: 'Place' }).getByText(side).click()
      await conflict.getByRole('button', { name: 'Go on with this' }).click()
      await conflict.waitFor({ state: 'hidden' })
      await page.getByRole('button', { name: 'Submit' }).click()

      const left = { Mine: 50, Theirs: 200 }[side]!
      await expect.poll(async () => (await entryOf(mia())).sample_status).toBe('UNCHECK')
      expect(drawingsOf(await entryOf(mia()))[0]!.feature[0]).toEqual([left, 50])
      const { history } = await world.server.owner.call('ListEntryHistory', {
        ...task,
        sample_id,
        worker_id: mia().worker_id,
      })
      const places = history.map(({ labels }) => drawingsOf({ labels })[0]?.feature[0]?.[0])
      expect(places).toContain(200)
      expect(places).toContain(40)
    },
  )
})

function asCar<D extends object>(drawing: D | undefined) {
  return { name: 'car', ...drawing! }
}
