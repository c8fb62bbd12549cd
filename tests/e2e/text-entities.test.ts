import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { acceptInvitation, createDataset, createTask, createTeam, finishAcceptance, startAcceptance } from './forms.ts'
import {
  clickHandle,
  dragHandle,
  edgesOf,
  type Mark,
  markByKeys,
  markByMouse,
  marksShown,
  rowsOf,
  spansOf,
  spansStored,
  textShown,
} from './marking.ts'
import { aWorld, hasBrowser, OWNER, type Person, type World } from './world.ts'

/**
 * Entities in texts with emoji of many code points and with text from right to left: two labelers mark the same, one with
 * the mouse and one with nothing but keys, and both are stored, in code points, as what was marked.
 */

const PASSWORD = 'a long enough secret'
const MEMBERS = [
  { email: 'mia@example.com', role: 'Labeler' },
  { email: 'kim@example.com', role: 'Labeler' },
  { email: 'rosa@example.com', role: 'Reviewer' },
] as const
const LABELS = ['person', 'place', 'company']

const right = 'ArrowRight'
const left = 'ArrowLeft'

const texts: readonly { text: string; marks: readonly Mark[] }[] = [
  {
    text: '👩‍👩‍👧 Ada Lovelace 👍🏿 met Charles Babbage in London 🇬🇧.',
    marks: [
      // Where the caret begins, its word is meant.
      { words: '👩‍👩‍👧', name: 'person', keys: [] },
      { words: 'Ada Lovelace', name: 'person', keys: [right, `Shift+${right}`, `Shift+${right}`] },
      {
        words: 'Charles Babbage',
        name: 'person',
        mouse: 'backwards',
        keys: [right, right, right, `Shift+${right}`, `Shift+${right}`],
      },
      { words: 'London 🇬🇧', name: 'place', keys: [right, right, `Shift+${right}`, `Shift+${right}`] },
    ],
  },
  {
    text: 'דנה כהן 👩🏽‍🔬 גרה בתל אביב ועובדת בחברת Muster מאז 2019.',
    marks: [
      { words: 'דנה כהן', name: 'person', keys: [`Shift+${left}`, `Shift+${left}`] },
      {
        words: 'תל אביב',
        name: 'place',
        keys: [left, left, left, `Shift+${left}`, `Shift+${left}`],
        // The first letter is the word "in".
        after: [`Alt+Shift+${left}`],
      },
      { words: 'Muster', name: 'company', mouse: 'double click', keys: [left, left, left] },
    ],
  },
  {
    text: 'قابَلَ أحمدُ 🤝🏼 فاطمةَ في القاهرة 🐪 أمس.',
    marks: [
      { words: 'أحمدُ', name: 'person', mouse: 'double click', keys: [left] },
      { words: 'فاطمةَ', name: 'person', mouse: 'backwards', keys: [left, left] },
      { words: 'القاهرة 🐪', name: 'place', keys: [left, left, `Shift+${left}`, `Alt+${left}`, `Alt+${left}`] },
    ],
  },
  {
    text: 'Sophie 👨🏻‍🍳 und دانيال אליעזר besuchen 上海 🏮 am Montag.',
    marks: [
      { words: 'Sophie', name: 'person', mouse: 'double click', keys: [] },
      {
        words: 'دانيال אליעזר',
        name: 'person',
        keys: [right, right, right, `Shift+${right}`, `Shift+${right}`],
      },
      { words: '上海 🏮', name: 'place', keys: [right, right, `Shift+${right}`, `Alt+${right}`, `Alt+${right}`] },
    ],
  },
]
const marksIn = (text: string) => texts.find((one) => one.text === text)!.marks
const wanted = new Map(texts.map(({ text, marks }) => [text, spansOf(text, marks)]))

describe.runIf(hasBrowser)('entities in texts', () => {
  let world: World
  let owner: Person
  let mouse: Person
  let keys: Person
  let reviewer: Person
  const task = { dataset_id: '', workforce_task_id: '' }

  beforeAll(async () => {
    world = await aWorld()
    ;[owner, mouse, keys, reviewer] = (await Promise.all([
      world.person(OWNER),
      world.person(),
      world.person(),
      world.person(),
    ])) as [Person, Person, Person, Person]
    task.dataset_id = await createDataset(owner, {
      type: 'Named entities',
      name: 'letters',
      files: [
        { name: 'letters.txt', mimeType: 'text/plain', buffer: Buffer.from(texts.map(({ text }) => text).join('\n')) },
      ],
      labels: LABELS,
    })
    const links = await createTeam(owner, 'readers', MEMBERS)
    for (const [i, person] of [mouse, keys, reviewer].entries()) {
      await acceptInvitation(person, links[i]!, MEMBERS[i]!.email, PASSWORD)
    }
    await world.server.idle()
    const { workforce_task_id } = await createTask(owner, task.dataset_id, 'names', 2)
    task.workforce_task_id = workforce_task_id
    await world.server.idle()
  })
  afterAll(() => world?.close())

  const entries = async () => {
    const { samples } = await world.server.owner.call('ListWorkforceTaskSamples', { ...task, limit: 100 })
    return samples
  }

  /** Goes through all texts of a labeler; `mark` is done for each entity, and `submit` for each text. */
  async function markAll(
    { page, complaints }: Person,
    mark: (mark: Mark) => Promise<void>,
    submit: () => Promise<void>,
  ): Promise<void> {
    let before = ''
    for (const _ of texts) {
      await expect.poll(async () => wanted.has(await textShown(page)) && (await textShown(page)) !== before).toBe(true)
      before = await textShown(page)
      const marks = marksIn(before)
      for (const [i, one] of marks.entries()) {
        await mark(one)
        await expect.poll(() => marksShown(page)).toEqual(rowsOf(marks.slice(0, i + 1)))
      }
      await submit()
    }
    await page.getByText('Everything here is done').waitFor()
    expect(complaints).toEqual([])
  }

  test('a mark moves no line, and its borders follow their handles, dragged or clicked', async () => {
    const { page } = owner
    const { samples } = await world.server.owner.call('ListSamples', { dataset_id: task.dataset_id, limit: 100 })
    const { sample_id } = samples.find(({ sample_data }) => sample_data![0] === texts[0]!.text)!
    await page.goto(`/datasets/${task.dataset_id}/label/${sample_id}`)
    await expect.poll(() => textShown(page)).toBe(texts[0]!.text)
    const height = async () => (await edgesOf(page, 'Lovelace'))[0].y
    const before = await height()
    await markByMouse(page, { words: 'Lovelace', name: 'person', mouse: 'double click', keys: [] })
    await expect.poll(() => marksShown(page)).toEqual([['person', 'Lovelace']])
    expect(await height()).toBe(before)
    await dragHandle(page, 'start', 'Ada')
    await expect.poll(() => marksShown(page)).toEqual([['person', 'Ada Lovelace']])
    await clickHandle(page, 'end', '👍🏿')
    await expect.poll(() => marksShown(page)).toEqual([['person', 'Ada Lovelace 👍🏿']])
    expect(owner.complaints).toEqual([])
  })

  test('a labeler marks them with the mouse', async () => {
    const { page } = mouse
    await page.goto('/work')
    await page.getByRole('link', { name: 'Label' }).click()
    await markAll(
      mouse,
      (mark) => markByMouse(page, mark),
      () => page.getByRole('button', { name: 'Submit' }).click(),
    )
  })

  test('another one marks them with nothing but keys', async () => {
    const { page } = keys
    await page.goto('/work')
    await page.getByRole('link', { name: 'Label' }).press('Enter')
    await expect.poll(() => textShown(page)).not.toBe('')
    // Caret mode, which stays on from text to text.
    await page.keyboard.press('Enter')
    await markAll(
      keys,
      (mark) => markByKeys(page, mark, LABELS),
      () => page.keyboard.press('Control+Enter'),
    )
  })

  test('what is stored of both is what was marked, in code points', async () => {
    const stored = async () =>
      (await entries()).map((entry) => [entry.worker_id, entry.sample_data![0]!, spansStored(entry)] as const)
    const workers = new Set((await entries()).map(({ worker_id }) => worker_id))
    expect(workers.size).toBe(2)
    const expected = [...workers].flatMap((worker_id) =>
      texts.map(({ text }) => [worker_id, text, wanted.get(text)] as const),
    )
    const inOrder = (all: readonly (readonly unknown[])[]) => all.map((one) => JSON.stringify(one)).sort()
    await expect.poll(async () => inOrder(await stored())).toEqual(inOrder(expected))
  })

  test('the reviewer sees what was marked, and passes all', async () => {
    const { page } = reviewer
    await page.goto('/work')
    await page.getByRole('link', { name: 'Review' }).click()
    const count = 2 * texts.length
    for (let i = 1; i <= count; i++) {
      await page.getByText(`${i} of ${count}`).waitFor()
      await expect.poll(() => marksShown(page)).toEqual(rowsOf(marksIn(await textShown(page))))
      await page.keyboard.press('1')
    }
    await page.getByText('Everything here is done').waitFor()
    expect(reviewer.complaints).toEqual([])
    await expect
      .poll(async () => (await entries()).map(({ review_score }) => review_score))
      .toEqual(Array(count).fill('A'))
  })

  test('the owner accepts, and the dataset has what was marked', async () => {
    const { page } = owner
    await page.goto(`/datasets/${task.dataset_id}/tasks/${task.workforce_task_id}`)
    await startAcceptance(owner, 2)
    await page.getByRole('link', { name: 'Continue acceptance' }).click()
    for (const position of ['1 of 2', '2 of 2']) {
      await page.getByText(position).waitFor()
      await expect.poll(() => marksShown(page)).toEqual(rowsOf(marksIn(await textShown(page))))
      await page.keyboard.press('1')
    }
    await page.getByText('Everything here is done').waitFor()
    await page.getByRole('link', { name: 'Back to the list' }).last().click()
    await finishAcceptance(owner, 'All remaining pass')
    await world.server.idle()
    expect(new Set((await entries()).map(({ sample_status }) => sample_status))).toEqual(new Set(['ACCEPTED']))
    const { samples } = await world.server.owner.call('ListSamples', { dataset_id: task.dataset_id, limit: 100 })
    expect(new Map(samples.map((sample) => [sample.sample_data![0]!, spansStored(sample)]))).toEqual(wanted)
    expect(owner.complaints).toEqual([])
  })
})
