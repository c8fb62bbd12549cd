import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  editDocument,
  openDocument,
  redo,
  replaceContent,
  undo,
  viewLabels,
  type WorkDocument,
} from '#web/workbench/document/document.ts'
import { addLabels, relabel, removeAllLabels, removeLabels, setMetadata } from '#web/workbench/document/edits.ts'
import type { Content } from '#web/workbench/document/label.ts'
import { entryBetween, replay } from './edit-log.ts'
import { createJournal, workKey } from './journal.ts'
import { type JournalStore, memoryStore, type Work, type WorkPlace } from './journal-store.ts'

const empty: Content = { labels: [], metadata: {} }
const place: WorkPlace = { dataset_id: 'd1', sample_id: 's1' }

function work(more: Partial<Work> = {}): Work {
  const begun = {
    user: 'ada',
    place,
    base_revision: 3,
    tab: 't1',
    edit: 0,
    drafted: 0,
    log: 0,
    update_time: 0,
    ...more,
  }
  return { ...begun, key: workKey(begun.user, begun.place, begun.base_revision) }
}

let number = 0
const draw = (document: WorkDocument) =>
  editDocument(
    document,
    'draw',
    addLabels([{ id: `N${++number}`, name: 'car', place: { kind: 'none' }, property: {} }]),
  )

/** What people do, each from a number that says to which label. */
const gestures: ((document: WorkDocument, at: number) => WorkDocument)[] = [
  draw,
  draw,
  (document, at) => editDocument(document, 'relabel', relabel(idsOf(document, at), `name ${at}`)),
  (document, at) => editDocument(document, 'type', setMetadata({ note: at }), 'note'),
  (document, at) => editDocument(document, 'delete', removeLabels(idsOf(document, at))),
  (document) => editDocument(document, 'deleteAll', removeAllLabels()),
  (document, at) => viewLabels(document, idsOf(document, at), { hidden: at % 2 === 0 }),
  (document, at) => replaceContent(document, { ...document.content, metadata: { merged: at } }),
  undo,
  undo,
  redo,
]
const idsOf = ({ content: { labels } }: WorkDocument, at: number) =>
  labels.slice(at % 3, (at % 3) + 1).map(({ id }) => id)

const sessions = fc.array(fc.tuple(fc.constantFrom(...gestures), fc.nat(9)), { maxLength: 120 })
const json = <Value>(value: Value): Value => JSON.parse(JSON.stringify(value))

test('what is logged leads to the same document, steps of undo and all', () => {
  fc.assert(
    fc.property(sessions, (session) => {
      let document = openDocument('s1', empty)
      for (const [gesture, at] of session) {
        const next = gesture(document, at)
        const entry = entryBetween(document, next)
        expect(json(entry ? replay(document, entry) : document)).toEqual(json(next))
        document = next
      }
    }),
  )
})

test('a gesture is logged as itself, not as the whole document', () => {
  const one = draw(openDocument('s1', empty))
  const two = draw(one)
  expect([
    entryBetween(one, two)?.kind,
    entryBetween(two, undo(two))?.kind,
    entryBetween(undo(two), redo(undo(two)))?.kind,
  ]).toEqual(['step', 'undo', 'redo'])
  const typed = editDocument(two, 'type', setMetadata({ note: 'a' }), 'note')
  expect(entryBetween(typed, editDocument(typed, 'type', setMetadata({ note: 'ab' }), 'note'))?.kind).toBe('grown')
})

/** A store that can be told to fail. */
function shaky(): JournalStore & { error: Error | undefined } {
  const store = memoryStore()
  const shaken: JournalStore & { error: Error | undefined } = {
    ...store,
    error: undefined,
    write: async (what) => {
      if (shaken.error) throw shaken.error
      // As JSON, like what a disk gives back.
      await store.write(json(what))
    },
  }
  return shaken
}

const full = Object.assign(new Error('no room'), { name: 'QuotaExceededError' })

describe('the journal', () => {
  test('finds the work again after any session, also when some writes failed before the last', async () => {
    await fc.assert(
      fc.asyncProperty(sessions, fc.array(fc.boolean(), { maxLength: 120 }), async (session, failures) => {
        const store = shaky()
        const journal = createJournal(store)
        let document = openDocument('s1', empty)
        const kept = journal.keep(work(), empty, document)
        for (const [index, [gesture, at]] of session.entries()) {
          store.error = failures[index] && index < session.length - 1 ? full : undefined
          document = gesture(document, at)
          await kept.append(document, index)
        }
        store.error = undefined
        document = draw(document)
        await kept.append(document, 1000)
        const found = await createJournal(store).find('ada', place)
        expect(json(found?.document)).toEqual(json(document))
        expect(found?.base).toEqual(empty)
      }),
      { numRuns: 50 },
    )
  })

  test('edits in one tick are all written, without waiting for each other', async () => {
    const store = memoryStore()
    const journal = createJournal(store)
    let document = openDocument('s1', empty)
    const kept = journal.keep(work(), empty, document)
    const safe: Promise<boolean>[] = []
    for (let edit = 0; edit < 130; edit++) {
      document = draw(document)
      safe.push(kept.append(document, edit))
    }
    expect(kept.work.edit).toBe(130)
    expect((await journal.list('ada'))[0]?.edit).toBe(130)
    expect(await Promise.all(safe)).not.toContain(false)
    expect((await store.read(work().key))!.entries.length).toBeLessThan(50)
    expect((await journal.find('ada', place))?.document).toEqual(document)
  })

  test('opening a sample alone leaves nothing, and what was submitted is gone', async () => {
    const journal = createJournal(memoryStore())
    const document = openDocument('s1', empty)
    const kept = journal.keep(work(), empty, document)
    await kept.drafted(0)
    expect(await journal.list('ada')).toEqual([])
    await kept.append(draw(document), 1)
    await kept.drafted(1)
    expect(await journal.list('ada')).toMatchObject([{ edit: 1, drafted: 1 }])
    await kept.remove()
    expect(await journal.find('ada', place)).toBeUndefined()
  })

  test('one sees his own work alone, by task, newest first', async () => {
    const journal = createJournal(memoryStore())
    const inTask = { ...place, workforce_task_id: 'w1' }
    const put = (more: Partial<Work>, now: number) => {
      const begun = work(more)
      return journal.keep(begun, empty, openDocument('s1', empty)).append(draw(openDocument('s1', empty)), now)
    }
    await put({}, 5)
    await put({ place: inTask }, 7)
    await put({ user: 'bob' }, 9)
    expect((await journal.list('ada')).map(({ update_time }) => update_time)).toEqual([7, 5])
    expect((await journal.find('ada', inTask))?.work.update_time).toBe(7)
    expect(await journal.find('ada', { ...place, sample_id: 's2' })).toBeUndefined()
  })

  test('a full disk is said, and the next edit that fits brings everything', async () => {
    const store = shaky()
    const journal = createJournal(store)
    const said: string[] = []
    const stop = journal.onHealth(() => said.push(journal.health()))
    const first = draw(openDocument('s1', empty))
    const kept = journal.keep(work(), empty, openDocument('s1', empty))
    store.error = full
    expect(await kept.append(first, 1)).toBe(false)
    store.error = new Error('gone')
    const second = draw(first)
    expect(await kept.append(second, 2)).toBe(false)
    store.error = undefined
    const third = draw(second)
    expect(await kept.append(third, 3)).toBe(true)
    expect(said).toEqual(['full', 'broken', 'disk'])
    expect((await journal.find('ada', place))?.document).toEqual(third)
    stop()
  })

  test('without a store the work is in memory, and that is known', async () => {
    const journal = createJournal(undefined)
    expect(journal.health()).toBe('memory')
    const document = draw(openDocument('s1', empty))
    expect(await journal.keep(work(), empty, openDocument('s1', empty)).append(document, 1)).toBe(true)
    expect((await journal.find('ada', place))?.document).toEqual(document)
    expect(journal.health()).toBe('memory')
  })
})
