import type { Page } from 'playwright-core'
import { launchBrowser, openWindow, signIn } from '#tests/e2e/browser.ts'
import { findChromium } from '#tests/e2e/chromium.ts'
import { settle } from '#tests/e2e/screens.ts'
import { type DemoServer, startDemoServer, until } from '../demo/server.ts'
import { type BenchPlace, makeFullPicture, makeLongText } from './console-places.ts'
import { watchFrames } from './console-watch.ts'
import { type Figure, inMilliseconds, median, quantile } from './figures.ts'

const KEYS = 30
const MOVES = 240

/** What people feel of the console, in a browser on this machine (workbench 14, done-when 7). */
export async function* measureConsole(): AsyncGenerator<Figure[]> {
  const found = await findChromium()
  if ('missing' in found) throw new Error(found.missing)
  const server = await startDemoServer({ withConsole: true })
  const browser = await launchBrowser(found.path)
  try {
    const html = { headers: { accept: 'text/html' } }
    await until(
      'the console is built',
      () => fetch(server.baseUrl, html),
      ({ ok }) => ok,
    )
    const { page } = await openWindow(browser, server.baseUrl)
    await watchFrames(page)
    yield [await firstLoad(page, server)]
    const { datasets } = await server.owner.call('CreateDemoProject', {})
    const { dataset_id } = datasets[0]!
    const { samples } = await server.owner.call('ListSamples', { dataset_id, limit: 1 })
    yield [await nextSample(page, { dataset_id, sample_id: samples[0]!.sample_id! })]
    const picture = await makeFullPicture(server.baseUrl, server.owner)
    yield [await keyToShape(page, picture)]
    yield await panning(page, picture)
    yield await scrolling(page, await makeLongText(server.baseUrl, server.owner))
  } finally {
    await browser.close()
    await server.stop()
  }
}

/** What a browser that was never here fetches until the datasets are on the screen. */
async function firstLoad(page: Page, server: DemoServer): Promise<Figure> {
  const sizes: Promise<number>[] = []
  page.on('requestfinished', (request) => {
    if (request.resourceType() === 'script') sizes.push(request.sizes().then((size) => size.responseBodySize))
  })
  await signIn(page, server.ownerLogin)
  await settle(page)
  const bytes = (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0)
  page.removeAllListeners('requestfinished')
  return {
    name: 'first load to the list of datasets, compressed JavaScript',
    value: `${(bytes / 1000).toFixed(0)} kB`,
    target: '< 300 kB',
    note: `${sizes.length} files`,
  }
}

async function open(page: Page, { dataset_id, sample_id }: BenchPlace): Promise<void> {
  await page.goto(`/datasets/${dataset_id}/label/${sample_id}`)
  await page.locator('[data-canvas]').waitFor({ timeout: 60_000 })
  await settle(page)
  await page.locator('[data-canvas]').focus()
}

/** Milliseconds from a key to the frame that shows what it did, so many times. */
async function timesOf(page: Page, key: (i: number) => string, count: number): Promise<number[]> {
  const times: number[] = []
  for (let i = 0; i < count; i++) {
    const painted = page.evaluate(() => window.bench.untilPainted())
    await page.evaluate(() => null)
    await page.keyboard.press(key(i))
    times.push(await painted)
    await page.waitForTimeout(300)
  }
  return times
}

async function nextSample(page: Page, place: BenchPlace): Promise<Figure> {
  await open(page, place)
  const times = await timesOf(page, () => 'd', 11)
  return figure('key to the next prefetched picture', times, '< 150 ms')
}

async function keyToShape(page: Page, place: BenchPlace): Promise<Figure> {
  await open(page, place)
  await page.keyboard.press('Tab')
  await page.keyboard.press('Control+d')
  await page.waitForTimeout(500)
  const times = await timesOf(page, (i) => (i % 2 === 0 ? 'Shift+ArrowRight' : 'Control+d'), KEYS)
  return figure('key to drawn shape, among 500 boxes', times, '< 50 ms')
}

async function panning(page: Page, place: BenchPlace): Promise<Figure[]> {
  await open(page, place)
  const box = (await page.locator('[data-canvas]').boundingBox())!
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2]
  await page.mouse.move(x, y)
  await page.mouse.down({ button: 'middle' })
  const found = await framesOf(page, 'panning 500 boxes on 12 megapixels', async () => {
    for (let i = 0; i < MOVES; i++) await page.mouse.move(x + 80 * Math.sin(i / 12), y + 60 * Math.sin(i / 9))
  })
  await page.mouse.up({ button: 'middle' })
  return found
}

async function scrolling(page: Page, place: BenchPlace): Promise<Figure[]> {
  const began = performance.now()
  await open(page, place)
  const opened = performance.now() - began
  const box = (await page.locator('[data-canvas]').boundingBox())!
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2)
  const found = await framesOf(page, 'scrolling it', async () => {
    for (let i = 0; i < MOVES; i++) {
      await page.mouse.wheel(0, 120)
      await page.evaluate(() => new Promise(requestAnimationFrame))
    }
  })
  return [
    { name: 'opening a text of 100,000 characters with 2,000 entities, at rest', value: inMilliseconds(opened) },
    ...found,
  ]
}

/** What the frames of an action cost: handlers of input and of frames one by one, and all script on an average. */
async function framesOf(page: Page, what: string, act: () => Promise<void>): Promise<Figure[]> {
  const inside = await page.context().newCDPSession(page)
  await inside.send('Performance.enable')
  const scriptTime = async () => {
    const { metrics } = await inside.send('Performance.getMetrics')
    return 1000 * metrics.find(({ name }) => name === 'ScriptDuration')!.value
  }
  const before = await scriptTime()
  await page.evaluate(() => window.bench.start())
  await act()
  const { script, between } = await page.evaluate(() => window.bench.stop())
  const all = ((await scriptTime()) - before) / Math.max(script.length, 1)
  await inside.detach()
  return [
    figure(`${what}: handlers in a frame`, script, '≤ 8 ms'),
    { name: `${what}: all script in a frame, on an average`, value: inMilliseconds(all), target: '≤ 8 ms' },
    figure(`${what}: from frame to frame`, between),
  ]
}

function figure(name: string, times: readonly number[], target?: string): Figure {
  const value = `p50 ${inMilliseconds(median(times))}, p95 ${inMilliseconds(quantile(times, 0.95))}`
  return { name, value, ...(target && { target }), note: `${times.length} times` }
}
