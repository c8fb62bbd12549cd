import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { DatasetType, LabelType } from '#contract/codes.ts'
import { aDataset, aTeam } from '#tests/builders.ts'
import type { Caller } from '#tests/caller.ts'
import { type Task, tasksOf } from '#tests/tasks.ts'
import { signIn } from './browser.ts'
import { ALL_SHAPES, drawByMouse, drawingsOf, pictureShown } from './drawing.ts'
import { hold } from './held.ts'
import { pictures } from './pictures.ts'
import { aWorld, hasBrowser, OWNER, type Person, setPasswords, type World } from './world.ts'

/** Two accounts at one browser: its tabs share the session cookie, and who signs in last has it. */

const PASSWORD = 'a long enough secret'
const [BOX, , CIRCLE] = ALL_SHAPES

describe.runIf(hasBrowser)('two accounts at one browser', () => {
  let world: World
  let mia: Caller
  let person: Person
  let task: Task
  let sample_id: string

  beforeAll(async () => {
    world = await aWorld()
    const team = await aTeam(world.server, { labelers: 1 })
    await setPasswords(world.server, PASSWORD)
    mia = team.labelers[0]!
    person = await world.person({ user_name: mia.email, password: PASSWORD })
    const [file] = await pictures(1)
    const dataset = await aDataset(world.server, {
      type: DatasetType.objectDetection,
      files: { [file!.name]: file!.buffer },
      labels: [{ name: 'car', type: LabelType.objectDetection }],
    })
    const workforces_config = { workforces: [{ workforce_id: team.workforce_id }] }
    task = await tasksOf(world.server).create(dataset, { workforces_config })
    const { samples } = await world.server.owner.call('ListSamples', dataset)
    sample_id = samples[0]!.sample_id!
  })
  afterAll(() => world?.close())

  const entry = () => ({ ...task, sample_id, worker_id: mia.worker_id })
  const read = () => world.server.owner.call('DescribeWorkforceTaskSample', entry())

  test('what a labeler draws after the owner has signed in beside her comes in as hers, once she is back', async () => {
    const hers = person.page
    await hers.goto(
      `/work/${task.dataset_id}/${task.workforce_task_id}/label?sample_id=%22${sample_id}%22&worker_id=%22${mia.worker_id}%22&state=all`,
    )
    await pictureShown(hers)
    await drawByMouse(hers, BOX!)
    await hers.getByText(/^Saved .*\d/).waitFor()

    // Her page does not know yet who is signed in while she goes on.
    const letGo = await hold(hers, ['**/muster/v1/session', '**/draft'])
    const his = await person.context.newPage()
    await signIn(his, OWNER)
    await his.getByRole('heading', { level: 1 }).first().waitFor()
    await hers.bringToFront()
    await drawByMouse(hers, CIRCLE!)
    await hers.keyboard.press('Control+Enter')
    await letGo()

    const dialog = hers.getByRole('dialog', { name: `${OWNER.user_name} has signed in` })
    await dialog.waitFor()
    expect(await dialog.getByRole('textbox', { name: 'User name or e-mail' }).inputValue()).toBe(mia.email)
    expect(await read()).toMatchObject({ sample_status: 'UN_ANNOTATION', labels: [] })
    const { draft, member_draft } = await world.server.owner.call('GetEntryDraft', entry())
    expect([draft, member_draft?.author, member_draft?.labels.length]).toEqual([undefined, `human/${mia.email}`, 1])

    await dialog.getByRole('textbox', { name: 'Password' }).fill(PASSWORD)
    await dialog.getByRole('button', { name: 'Sign in' }).click()
    await dialog.waitFor({ state: 'hidden' })
    await expect.poll(async () => (await read()).sample_status).toBe('UNCHECK')
    expect(drawingsOf(await read())).toEqual([BOX!, CIRCLE!].map((drawing) => ({ name: 'car', ...drawing })))
    const { history } = await world.server.owner.call('ListEntryHistory', entry())
    expect(history[0]).toMatchObject({ actor: `human/${mia.email}` })

    // Now it is his page whose session is gone.
    await his.bringToFront()
    await his.getByRole('dialog', { name: `${mia.email} has signed in` }).waitFor()
    await his.getByRole('button', { name: `Leave this page and go on as ${mia.email}` }).click()
    await his.waitForURL('**/work')
    expect(person.complaints.filter((text) => !/401/.test(text))).toEqual([])
  })
})
