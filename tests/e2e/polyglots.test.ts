import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { DatasetType } from '#contract/codes.ts'
import type { DescribeSampleResp } from '#contract/samples.ts'
import { aDataset, type TestDataset } from '#tests/builders.ts'
import { DOCUMENTS, isNamedAsPicture, makePolyglots, type Polyglot } from './polyglot-files.ts'
import { openScreen, settle } from './screens.ts'
import { violations } from './violations.ts'
import { watch } from './watching.ts'
import { aWorld, hasBrowser, OWNER, type Person, type World } from './world.ts'

/** What a file of a user may be served as; anything else only to be kept. */
const SHOWN = /^(image\/(jpeg|png|gif|webp|bmp|tiff|avif)|audio\/(wav|mpeg|flac|ogg|mp4)|video\/(webm|mp4|quicktime))$/
const KEPT = /^(application\/octet-stream|text\/plain; charset=utf-8)$/

/** Reliability S2: whatever a file is, looking at it runs nothing. */
describe.runIf(hasBrowser)('polyglot files', () => {
  let world: World
  let owner: Person
  let files: Polyglot[]
  let pictures: TestDataset
  /** Every sample of all datasets. */
  const samples: DescribeSampleResp[] = []
  const complaints: string[] = []
  const told = () => complaints.splice(0)

  beforeAll(async () => {
    world = await aWorld()
    files = await makePolyglots()
    const asFiles = (some: Polyglot[]) => Object.fromEntries(some.map(({ name, bytes }) => [name, bytes]))
    const texts = Object.entries(DOCUMENTS).map(([type, text]) => ({
      name: `${type.replace(/\W/g, '-')}.txt`,
      bytes: Buffer.from(text),
    }))
    pictures = await aDataset(world.server, { files: asFiles(files.filter(isNamedAsPicture)) })
    const any = await aDataset(world.server, { type: DatasetType.free, files: asFiles(files) })
    const written = await aDataset(world.server, { type: DatasetType.textClassification, files: asFiles(texts) })
    for (const { dataset_id } of [pictures, any, written]) {
      const page = await world.server.owner.call('ListSamples', { dataset_id, limit: 100 })
      samples.push(...page.samples)
    }
    owner = await world.person(OWNER)
    await watch(owner.page, world.url, complaints)
  })
  afterAll(() => world?.close())

  test('would run elsewhere: the test can see it', async () => {
    const careless = createServer((request, reply) => {
      const type = decodeURIComponent(request.url!.slice(1)) as keyof typeof DOCUMENTS
      reply.writeHead(200, { 'content-type': type }).end(DOCUMENTS[type] ?? '')
    }).listen(0, '127.0.0.1')
    await once(careless, 'listening')
    const url = `http://127.0.0.1:${(careless.address() as AddressInfo).port}`
    const { page, context } = await world.person()
    await watch(page, url, complaints)
    for (const type of Object.keys(DOCUMENTS)) {
      await page.goto(`${url}/${encodeURIComponent(type)}`)
      await expect.poll(told, { message: type }).toContain('a script ran')
    }
    await context.close()
    careless.close()
    told()
  })

  test('are all stored', () => {
    expect(files.length).toBeGreaterThanOrEqual(40)
    expect(samples).toHaveLength(files.length + files.filter(isNamedAsPicture).length + Object.keys(DOCUMENTS).length)
  })

  test('are sent as pictures, sound, video, or something to keep, which no browser guesses about', async () => {
    for (const { source, sample_name } of samples) {
      const reply = await fetch(source!)
      const type = reply.headers.get('content-type')!
      const way = SHOWN.test(type) ? 'inline' : 'attachment'
      expect(type, sample_name).toMatch(way === 'inline' ? SHOWN : KEPT)
      expect(reply.headers.get('content-disposition'), sample_name).toMatch(
        new RegExp(`^${way}; filename\\*=UTF-8''[\\w.%-]+$`),
      )
      expect(reply.headers.get('x-content-type-options'), sample_name).toBe('nosniff')
      expect(reply.headers.get('content-security-policy'), sample_name).toBe("sandbox; default-src 'none'")
      await reply.body?.cancel()
    }
  })

  test('run nothing at their own address', async () => {
    const { page } = owner
    for (const { source } of samples) {
      // What is to be kept is a download, of which the page says that it was not loaded.
      await page.goto(source!).catch(() => {})
      if (page.url() === source) expect(await page.evaluate(() => document.contentType)).toMatch(SHOWN)
    }
    expect(told()).toEqual([])
  })

  test('are no script, style, worker or frame of the console', async () => {
    const { page } = owner
    await page.goto('/datasets')
    const addresses = samples.map(({ source }) => source!.slice(world.url.length))
    expect(await nameEverywhere(page, addresses)).toEqual([])
    expect(told().filter((text) => !text.startsWith('the policy refused'))).toEqual([])
  })

  test('that are no picture stand in the list with a sign that says so', async () => {
    const { page } = owner
    const screen = { name: 'samples', who: 'owner', path: `/datasets/${pictures.dataset_id}/samples` } as const
    await openScreen(page, screen)
    await page.getByRole('option').getByLabel('This picture cannot be shown').first().waitFor()
    expect(await violations(page, screen)).toEqual([])
  })

  test('run nothing in the console', async () => {
    const { page } = owner
    const { dataset_id } = pictures
    await openScreen(page, { name: 'samples', who: 'owner', path: `/datasets/${dataset_id}/samples` })
    await page.getByRole('listbox').evaluate((list) => list.scrollTo(0, list.scrollHeight))
    await settle(page)
    const first = samples[0]!.sample_id
    await openScreen(page, { name: 'label', who: 'owner', path: `/datasets/${dataset_id}/label/${first}?state=all` })
    const names = files.filter(isNamedAsPicture).length
    for (let i = 1; i < names; i++) {
      await page.keyboard.press('d')
      await page.waitForURL((address) => address.pathname.endsWith(samples[i]!.sample_id!))
    }
    await settle(page)
    expect(told()).toEqual([])
  })
})

/** Puts addresses wherever a page may name a file. Answers those that were taken, and as what. */
function nameEverywhere(page: Page, addresses: readonly string[]): Promise<string[]> {
  return page.evaluate(async (addresses) => {
    const taken: string[] = []
    const put = (tag: string, attributes: Record<string, string>) => {
      const element = Object.assign(document.createElement(tag), attributes)
      const over = new Promise<void>((done) => {
        element.onerror = () => done()
        element.onload = () => {
          // Of a frame that is refused this is told, too: what happens in it is told by others.
          if (tag !== 'iframe') taken.push(`${tag} ${Object.values(attributes).join(' ')}`)
          done()
        }
      })
      document.body.append(element)
      return over
    }
    const work = (address: string) =>
      new Promise<void>((done) => {
        const worker = new Worker(address)
        worker.onerror = () => done()
      })
    const serve = (address: string) =>
      navigator.serviceWorker.register(address).then(
        () => taken.push(`service worker ${address}`),
        () => {},
      )
    const uses = addresses.flatMap((address) => [
      put('script', { src: address }),
      put('script', { src: address, type: 'module' }),
      put('link', { href: address, rel: 'stylesheet' }),
      put('iframe', { src: address }),
      work(address),
      serve(address),
    ])
    await Promise.all(uses)
    return taken
  }, addresses)
}
