import { resolve } from 'node:path'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { build, type Rolldown } from 'vite'
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest'
import type { JournalStore, JournalWrite } from '#web/workbench/saving/journal-store.ts'
import { memoryStore } from '#web/workbench/saving/journal-store.ts'
import { launchBrowser } from './browser.ts'
import { hasBrowser } from './world.ts'

const STORE = resolve(import.meta.dirname, '../../web/src/workbench/saving/indexed-store.ts')
const SITE = 'http://journal.invalid'

type Opened = { journal: { openIndexedStore: (lost: () => void) => Promise<JournalStore> }; store: JournalStore }

const work = (sample_id: string, log: number, user = 'ada'): JournalWrite['work'] => ({
  key: `${user} ${sample_id}`,
  user,
  place: { dataset_id: 'd', sample_id },
  base_revision: 0,
  tab: 't',
  edit: log,
  drafted: 0,
  log,
  update_time: log,
})
const content = { labels: [], metadata: {} }
const document = { sample_id: 's', content, past: [], future: [], view: {} } as never
const begin = (sample_id: string, user?: string): JournalWrite => ({
  work: work(sample_id, 1, user),
  snapshot: { base: content, document },
})
const edit = (sample_id: string, log: number): JournalWrite => ({
  work: work(sample_id, log),
  entry: { kind: 'whole', document: { ...(document as object), view: { log } } as never },
})

/** The journal in the browser's own database (workbench 1.2). */
describe.runIf(hasBrowser)('the journal in a browser', () => {
  let browser: Browser
  let code: string
  let context: BrowserContext

  beforeAll(async () => {
    browser = await launchBrowser(inject('chromium')!)
    const lib = { entry: STORE, formats: ['iife' as const], name: 'journal', fileName: 'journal' }
    const built = await build({ configFile: false, logLevel: 'warn', build: { write: false, lib } })
    code = (built as Rolldown.RolldownOutput[])[0]!.output[0].code
  })
  afterAll(() => browser?.close())
  beforeEach(async () => {
    context = await browser.newContext({ baseURL: SITE })
    await context.route(`${SITE}/`, (route) => route.fulfill({ contentType: 'text/html', body: '<!doctype html>' }))
    return () => context.close()
  })

  /** A tab with the store in `store`. */
  async function openTab(): Promise<Page> {
    const page = await context.newPage()
    await page.goto('/')
    await page.addScriptTag({ content: code })
    await page.evaluate(async () => {
      const here = globalThis as unknown as Opened
      here.store = await here.journal.openIndexedStore(() => {})
    })
    return page
  }
  const write = (page: Page, writes: readonly JournalWrite[]) =>
    page.evaluate(async (writes) => {
      const { store } = globalThis as unknown as Opened
      for (const one of writes) await store.write(one)
    }, writes)
  const read = (page: Page, key: string) =>
    page.evaluate((key) => (globalThis as unknown as Opened).store.read(key), key)
  const list = (page: Page, user: string) =>
    page.evaluate((user) => (globalThis as unknown as Opened).store.list(user), user)

  test('keeps for the next tab what the one in memory keeps for itself', async () => {
    const writes = [begin('one'), edit('one', 2), edit('one', 3), begin('two'), begin('one', 'kim'), begin('three')]
    writes.push(edit('three', 2), { ...begin('three'), work: work('three', 3) }, edit('three', 4))
    const memory = memoryStore()
    for (const one of writes) await memory.write(one)
    await write(await openTab(), writes)
    const later = await openTab()
    for (const { key } of await memory.list('ada')) expect(await read(later, key)).toEqual(await memory.read(key))
    const byKey = (a: { key: string }, b: { key: string }) => (a.key < b.key ? -1 : 1)
    expect((await list(later, 'ada')).sort(byKey)).toEqual((await memory.list('ada')).sort(byKey))
    expect(await list(later, 'kim')).toHaveLength(1)
    expect(await read(later, 'ada none')).toBeUndefined()
  })

  test('removes a work with its edits, and no other', async () => {
    const page = await openTab()
    await write(page, [begin('one'), edit('one', 2), begin('two'), edit('two', 2)])
    await page.evaluate((key) => (globalThis as unknown as Opened).store.remove(key), 'ada one')
    expect(await read(page, 'ada one')).toBeUndefined()
    expect((await read(page, 'ada two'))?.entries).toHaveLength(1)
    await write(page, [begin('one')])
    expect((await read(page, 'ada one'))?.entries).toEqual([])
  })

  test('has a burst of edits of a tab that died right after it', async () => {
    const page = await openTab()
    await write(page, [begin('one')])
    const edits = Array.from({ length: 40 }, (_, i) => edit('one', i + 2))
    await page.evaluate((edits) => {
      const { store } = globalThis as unknown as Opened
      for (const one of edits) void store.write(one)
    }, edits)
    const dead = new Promise((done) => page.once('crash', done))
    const devtools = await context.newCDPSession(page)
    void devtools.send('Page.crash').catch(() => {})
    await dead
    const kept = await read(await openTab(), 'ada one')
    expect(kept?.entries).toHaveLength(edits.length)
    expect(kept?.work.log).toBe(edits.at(-1)!.work.log)
  })
})
