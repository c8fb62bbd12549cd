import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeHostilePlaces, type Tally } from './hostile-places.ts'
import { PAYLOADS } from './payloads.ts'
import type { Places } from './places.ts'
import { openScreen, type Screen, screensOf, type Who } from './screens.ts'
import { watch } from './watching.ts'
import { aWorld, hasBrowser, OWNER, type Person, type World } from './world.ts'

/** Reliability S3: whatever is stored, and whatever stands in an address, is text to the console. */
describe.runIf(hasBrowser)('hostile texts', () => {
  let world: World
  let places: Places
  let tally: Tally
  const people = new Map<Who, Person>()
  const complaints: string[] = []

  beforeAll(async () => {
    world = await aWorld()
    ;({ places, tally } = await makeHostilePlaces(world.server, world.url))
    const logins = { nobody: undefined, owner: OWNER, labeler: places.labeler, reviewer: places.reviewer }
    for (const [who, login] of Object.entries(logins)) {
      const person = await world.person(login)
      await watch(person.page, world.url, complaints)
      people.set(who as Who, person)
    }
  })
  afterAll(() => world?.close())

  const openAll = async (screens: readonly Screen[]) => {
    for (const screen of screens) {
      const person = people.get(screen.who)!
      person.complaints.length = 0
      await openScreen(person.page, screen).catch((error: Error) => complaints.push(`${screen.name}: ${error.message}`))
      complaints.push(...person.complaints.filter(isOurs).map((text) => `${screen.name}: ${text}`))
    }
    return complaints.splice(0)
  }

  test('are stored, most of them', () => {
    expect(tally.stored).toBeGreaterThan(5 * PAYLOADS.length)
  })

  test('run no script and fetch nothing on any screen', async () => {
    expect(await openAll(screensOf(places))).toEqual([])
  })

  test('run no script in addresses', async () => {
    const { letters, tables } = places
    const screens = PAYLOADS.flatMap((payload, i): Screen[] => {
      // What has a dot or a slash is no screen's address, and answered by the API.
      const text = encodeURIComponent(payload.replaceAll(/[./\\]/g, ''))
      const addresses = [
        `/datasets/${letters.dataset_id}/samples?state=${text}&label=${text}&name=${text}`,
        `/datasets/${text}`,
        `/work/${tables.dataset_id}/${tables.workforce_task_id}/${text}?state=${text}&sample_id=${text}&worker_id=${text}`,
        `/invitation/${text}`,
        `/teams/${text}`,
      ]
      return [{ name: payload, who: 'owner', path: addresses[i % addresses.length]! }]
    })
    expect(await openAll(screens)).toEqual([])
  })

  test('lead nobody elsewhere after signing in', async () => {
    for (const to of [
      'javascript:ranHere=1',
      'https://elsewhere.invalid/',
      '//elsewhere.invalid/',
      '/\\elsewhere.invalid/',
    ]) {
      const { page, context, complaints: said } = await world.person()
      await watch(page, world.url, complaints)
      await page.goto(`/sign-in?to=${encodeURIComponent(to)}`)
      await page.getByRole('textbox', { name: 'User name or e-mail' }).fill(OWNER.user_name)
      await page.getByRole('textbox', { name: 'Password' }).fill(OWNER.password)
      await page.getByRole('button', { name: 'Sign in' }).click()
      await page.waitForURL((address) => !address.pathname.startsWith('/sign-in'))
      expect(new URL(page.url()).origin, to).toBe(world.url)
      expect(said.filter(isOurs)).toEqual([])
      await context.close()
    }
    expect(complaints).toEqual([])
  })
})

/** Refusals of calls that name what is not there are told by the browser as well. */
const isOurs = (complaint: string) =>
  !/^Failed to load resource: the server responded with a status of 4/.test(complaint)
