import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ApiError } from '#client/client.ts'
import type { SampleLabel } from '#contract/samples.ts'
import { editDocument, undo } from '#web/workbench/document/document.ts'
import { addLabels, relabel } from '#web/workbench/document/edits.ts'
import type { Content } from '#web/workbench/document/label.ts'
import { readContent, writeLabels } from '#web/workbench/document/wire.ts'
import { createJournal } from './journal.ts'
import { memoryStore, type WorkPlace } from './journal-store.ts'
import { openWork } from './open-work.ts'
import { createSaver, type Saver, type SavingWorld } from './saver.ts'
import { createSavingDesk } from './saving-desk.ts'
import type { KeptDraft, ServerDoor } from './server-door.ts'

type Fault = 'lose request' | 'lose answer' | 401 | 503

/** A server of one sample that judges revisions as Muster does, and a network with the faults it is told. */
function aServer(names: string[] = []) {
  const server = {
    labels: names.map((name): SampleLabel => ({ id: `S${name}`, name, type: 0, property: {} })),
    revision: 1,
    draft: undefined as KeptDraft | undefined,
    history: new Map<number, Content>(),
    faults: [] as (Fault | undefined)[],
    calls: [] as string[],
    write(labels: SampleLabel[]) {
      server.history.set(server.revision, readContent({ labels: server.labels }))
      server.labels = labels.map((label) => ({ ...label, type: label.type ?? 0, annotated_by: 'human/ada' }))
      server.revision++
    },
    names: () => server.labels.map(({ name }) => name),
  }
  async function call<Answer>(name: string, act: () => Answer): Promise<Answer> {
    server.calls.push(name)
    const fault = server.faults.shift()
    await null
    if (fault === 'lose request') throw new TypeError('network')
    if (typeof fault === 'number') throw new ApiError(name, fault, {})
    const answer = act()
    if (fault === 'lose answer') throw new TypeError('network')
    return structuredClone(answer)
  }
  const door: ServerDoor = {
    read: () => call('read', () => ({ labels: server.labels, metadata: {}, muster: { revision: server.revision } })),
    readDraft: async () => structuredClone(server.draft),
    dropDraft: async () => {
      server.draft = undefined
    },
    readRevision: async (_, revision) => server.history.get(revision),
    saveDraft: (_, { content, ...draft }) =>
      call('draft', () => {
        if (server.draft?.tab === draft.tab && server.draft.edit > draft.edit) return
        server.draft = { ...draft, labels: writeLabels(content), author: 'human/ada', update_time: 0 }
      }),
    submit: (_, content, { revision }) =>
      call('submit', () => {
        if (revision !== server.revision) throw new ApiError('submit', 412, { error_code: 'ModelArts.4431' })
        server.write(writeLabels(content))
        server.draft = undefined
      }),
  }
  return { ...server, server, door }
}

const place: WorkPlace = { dataset_id: 'd1', workforce_task_id: 'w1', sample_id: 's1' }

/** A browser: a clock moved by hand, and a journal that outlives its pages. */
function aBrowser(door: ServerDoor) {
  let now = 0
  let number = 0
  const timers = new Set<{ at: number; then: () => void }>()
  const store = memoryStore()
  let page = 0
  /** What a page asks for, it gets as long as it lives. */
  function mortal<Port extends object>(port: Port): Port {
    const mine = page
    const never = () => new Promise(() => {})
    const callOf = (call: (...args: unknown[]) => Promise<unknown>) => {
      return (...args: unknown[]) => {
        if (page !== mine) return never()
        return call(...args).then(
          (answer) => (page === mine ? answer : never()),
          (error) => (page === mine ? Promise.reject(error) : never()),
        )
      }
    }
    return Object.fromEntries(Object.entries(port).map(([name, call]) => [name, callOf(call)])) as Port
  }
  const settle = async () => {
    for (let turn = 0; turn < 60; turn++) await null
  }
  const browser = {
    asked: 0,
    pass: async (milliseconds: number) => {
      const end = now + milliseconds
      await settle()
      for (;;) {
        const due = [...timers].filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0]
        if (due === undefined) break
        now = Math.max(now, due.at)
        timers.delete(due)
        due.then()
        await settle()
      }
      now = end
    },
    /** Every page before is gone, with all that it had not written down and whatever it waited for. */
    crash: () => {
      timers.clear()
      page++
    },
    world: (): SavingWorld => ({
      door: mortal(door),
      journal: createJournal(mortal(store)),
      user: 'ada',
      newTab: () => `t${++number}`,
      now: () => now,
      random: () => 0.5,
      wait(milliseconds, then) {
        const timer = { at: now + milliseconds, then }
        timers.add(timer)
        return () => timers.delete(timer)
      },
      askSignIn: () => {
        browser.asked++
      },
    }),
    open: async () => {
      const world = browser.world()
      return createSaver(world, await openWork(world, place))
    },
  }
  return browser
}

let count = 0
function add(saver: Saver, name: string): void {
  const label = { id: `N${++count}`, name, place: { kind: 'none' as const }, property: {} }
  saver.change(editDocument(saver.view().document, 'draw', addLabels([label])))
}
const namesOf = (saver: Saver) => saver.view().document.content.labels.map(({ name }) => name)

describe('saving a sample', () => {
  test('an edit becomes a draft, which changes no labels; a submit changes them and the journal is empty', async () => {
    const { server, door } = aServer()
    const browser = aBrowser(door)
    const saver = await browser.open()
    add(saver, 'cat')
    expect(saver.view()).toMatchObject({ chip: { kind: 'saving' }, pending: true })
    await browser.pass(700)
    expect(server.draft).toMatchObject({ edit: 1, base_revision: 1, tab: 't1' })
    expect(server.names()).toEqual([])
    expect(saver.view()).toMatchObject({ chip: { kind: 'saved' }, pending: false })
    saver.submit()
    await browser.pass(10)
    expect(server.names()).toEqual(['cat'])
    expect(await browser.world().journal.list('ada')).toEqual([])
    add(saver, 'dog')
    saver.submit()
    await browser.pass(10)
    expect(server.names()).toEqual(['cat', 'dog'])
    expect(saver.view().submits).toBe(2)
  })

  test('a page that dies is gone on with, steps of undo and all', async () => {
    const { server, door } = aServer(['old'])
    const browser = aBrowser(door)
    const saver = await browser.open()
    add(saver, 'cat')
    add(saver, 'dog')
    browser.crash()
    const again = await browser.open()
    expect(namesOf(again)).toEqual(['old', 'cat', 'dog'])
    expect(again.opened.restored).toBe('journal')
    again.change(undo(again.view().document))
    again.submit()
    await browser.pass(10)
    expect(server.names()).toEqual(['old', 'cat'])
  })

  test('what only the journal has goes to the server when it is opened again, even if nothing more is done', async () => {
    const { server, door } = aServer()
    const browser = aBrowser(door)
    add(await browser.open(), 'cat')
    browser.crash()
    const again = await browser.open()
    await browser.pass(700)
    expect(server.draft?.labels).toMatchObject([{ name: 'cat' }])
    expect(again.view().chip.kind).toBe('saved')
  })

  test('without the journal the draft of the server is taken up, and can be undone', async () => {
    const { server, door } = aServer(['old'])
    const saver = await aBrowser(door).open()
    add(saver, 'cat')
    saver.flush()
    await null
    const elsewhere = aBrowser(door)
    await elsewhere.pass(10)
    const other = await elsewhere.open()
    expect(other.opened.restored).toBe('draft')
    expect(namesOf(other)).toEqual(['old', 'cat'])
    expect(undo(other.view().document).content.labels).toHaveLength(1)
    expect(server.names()).toEqual(['old'])
  })

  test('an answer that is lost doubles nothing', async () => {
    const { server, door } = aServer()
    const browser = aBrowser(door)
    const saver = await browser.open()
    add(saver, 'cat')
    server.faults.push('lose answer')
    saver.submit()
    await browser.pass(10)
    expect(saver.view().chip).toEqual({ kind: 'offline', changes: 1 })
    await browser.pass(5000)
    expect(server.calls).toEqual(['read', 'submit', 'submit', 'read'])
    expect(server.names()).toEqual(['cat'])
    expect(server.revision).toBe(2)
    expect(saver.view()).toMatchObject({ chip: { kind: 'saved' }, submits: 1 })
    expect(await browser.world().journal.list('ada')).toEqual([])
  })

  test('nor does it when the page dies before it knows', async () => {
    const { server, door } = aServer()
    const browser = aBrowser(door)
    const saver = await browser.open()
    add(saver, 'cat')
    server.faults.push('lose answer')
    saver.submit()
    await browser.pass(10)
    browser.crash()
    const again = await browser.open()
    expect(again.opened.restored).toBeUndefined()
    expect(namesOf(again)).toEqual(['cat'])
    expect(await browser.world().journal.list('ada')).toEqual([])
  })

  test('changes of somebody else to other labels merge silently', async () => {
    const { server, door } = aServer(['old'])
    const browser = aBrowser(door)
    const saver = await browser.open()
    server.write([...server.labels, { id: 'B1', name: 'theirs', property: {} }])
    add(saver, 'mine')
    saver.submit()
    await browser.pass(10)
    expect(server.names().sort()).toEqual(['mine', 'old', 'theirs'])
    expect(namesOf(saver)).toEqual(server.names())
    expect(saver.view().chip.kind).toBe('saved')
  })

  test('changes to the same label wait for a decision, and the work is safe meanwhile', async () => {
    const { server, door } = aServer(['old'])
    const browser = aBrowser(door)
    const saver = await browser.open()
    server.write([{ ...server.labels[0], name: 'theirs' }])
    saver.change(editDocument(saver.view().document, 'relabel', relabel(['Sold'], 'mine')))
    saver.submit()
    await browser.pass(10)
    expect(saver.view()).toMatchObject({ chip: { kind: 'conflict' }, conflict: { conflicts: [{ id: 'Sold' }] } })
    add(saver, 'more')
    await browser.pass(700)
    expect(server.draft?.labels).toHaveLength(2)

    browser.crash()
    const again = await browser.open()
    expect(again.view()).toMatchObject({ chip: { kind: 'conflict' } })
    again.resolve({ Sold: 'theirs' })
    again.submit()
    await browser.pass(10)
    expect(server.names()).toEqual(['theirs', 'more'])
    expect(again.view().chip.kind).toBe('saved')
  })

  test('an ended session asks once and loses nothing', async () => {
    const { server, door } = aServer()
    const browser = aBrowser(door)
    const saver = await browser.open()
    server.faults.push(401)
    add(saver, 'cat')
    saver.submit()
    await browser.pass(60_000)
    expect(browser.asked).toBe(1)
    expect(saver.view().chip.kind).toBe('expired')
    saver.tell('signedIn')
    await browser.pass(10)
    expect(server.names()).toEqual(['cat'])
  })

  test('who has signed in again before the refusal is heard of goes on at once', async () => {
    const { server, door } = aServer()
    const browser = aBrowser(door)
    const world = browser.world()
    const saver: Saver = createSaver(
      { ...world, askSignIn: () => saver.tell('signedIn') },
      await openWork(world, place),
    )
    server.faults.push(401)
    add(saver, 'cat')
    await browser.pass(10_000)
    expect(saver.view()).toMatchObject({ chip: { kind: 'saved' }, pending: false })
  })

  test('a server that never answers counts as lost after a minute', async () => {
    const { server, door } = aServer()
    const browser = aBrowser({ ...door, saveDraft: () => new Promise(() => {}) })
    const saver = await browser.open()
    add(saver, 'cat')
    await browser.pass(61_000)
    expect(saver.view().chip).toEqual({ kind: 'offline', changes: 1 })
    expect(server.draft).toBeUndefined()
  })
})

test('samples that were left go on being saved, and are found as they are when one comes back', async () => {
  const { server, door } = aServer()
  const browser = aBrowser(door)
  const desk = createSavingDesk(browser.world())
  const saver = await desk.open(place)
  add(saver, 'cat')
  server.faults.push('lose request')
  desk.leave(saver)
  await browser.pass(10)
  expect(desk.pending()).toBe(true)
  expect(await desk.unfinished()).toEqual([])
  expect(await desk.open(place)).toBe(saver)
  desk.leave(saver)
  desk.tell('online')
  await browser.pass(10)
  expect(server.draft).toMatchObject({ edit: 1 })
  expect(desk.pending()).toBe(false)
  expect(await desk.unfinished()).toMatchObject([{ edit: 1, drafted: 1 }])
  expect(namesOf(await desk.open(place))).toEqual(['cat'])
  desk.close()
})

test('whatever breaks and whenever the page dies, every label is there once in the end', async () => {
  const acts = fc.constantFrom(
    'add',
    'add',
    'add',
    'submit',
    'crash',
    'pass',
    'pass',
    'long',
    'online',
    'signIn',
    'pagehide',
    'other',
  )
  const faults = fc.constantFrom<Fault | undefined>(undefined, undefined, 'lose request', 'lose answer', 401, 503)
  await fc.assert(
    fc.asyncProperty(
      fc.array(acts, { maxLength: 40 }),
      fc.array(faults, { maxLength: 30 }),
      async (session, broken) => {
        const { server, door } = aServer(['old'])
        const browser = aBrowser(door)
        let saver = await browser.open()
        server.faults.push(...broken)
        const made = ['old']
        const acting: Record<string, () => unknown> = {
          add: () => add(saver, made[made.push(`mine ${made.length}`) - 1]!),
          submit: () => saver.submit(),
          pass: () => browser.pass(700),
          long: () => browser.pass(70_000),
          online: () => saver.tell('online'),
          signIn: () => saver.tell('signedIn'),
          pagehide: () => saver.tell('pagehide'),
          other: () =>
            server.write([...server.labels, { name: made[made.push(`theirs ${made.length}`) - 1]!, property: {} }]),
          crash: async () => {
            browser.crash()
            const faultsThen = server.faults.splice(0)
            const mine = namesOf(saver)
            saver = await browser.open()
            for (const name of mine) expect(namesOf(saver)).toContain(name)
            server.faults.push(...faultsThen)
          },
        }
        for (const act of session) await acting[act]!()
        server.faults.length = 0
        // Answers that are on their way arrive before the person signs in.
        await browser.pass(10)
        saver.tell('online')
        saver.tell('signedIn')
        saver.submit()
        await browser.pass(200_000)
        expect(server.names().sort()).toEqual(made.sort())
        expect(saver.view()).toMatchObject({ chip: { kind: 'saved' }, pending: false })
        expect(await browser.world().journal.list('ada')).toEqual([])
      },
    ),
    { numRuns: 500 },
  )
})
