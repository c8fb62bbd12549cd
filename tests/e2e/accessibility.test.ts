import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createClient } from '#client/client.ts'
import { makePlaces, type Places } from './places.ts'
import { firstScreens, openScreen, screensOf, type Who } from './screens.ts'
import { tabThrough } from './tabbing.ts'
import { violations } from './violations.ts'
import { aWorld, hasBrowser, OWNER, type Person, type World } from './world.ts'

/** For all screens of an owner, each in both schemes, on a busy machine, in milliseconds. */
const LONGEST = 600_000

describe.runIf(hasBrowser)('the console', { timeout: LONGEST }, () => {
  let world: World
  let places: Places
  let nobody: Person
  let owner: Person
  const faultsAtFirst: string[] = []

  beforeAll(async () => {
    world = await aWorld()
    ;[nobody, owner] = await Promise.all([world.person(), world.person(OWNER)])
    for (const screen of firstScreens) {
      faultsAtFirst.push(...(await violations(screen.who === 'owner' ? owner.page : nobody.page, screen)))
    }
    const { projectId, owner: caller } = world.server
    places = await makePlaces(
      world.url,
      createClient({ baseUrl: world.url, project_id: projectId, token: caller.token }),
    )
  })
  afterAll(() => world?.close())

  const faultsFor = async (who: Who, page: Page) => {
    const faults: string[] = []
    for (const screen of screensOf(places)) if (screen.who === who) faults.push(...(await violations(page, screen)))
    return faults
  }

  test('breaks no rule of WCAG 2.2 AA for those who come to it first', async () => {
    expect(faultsAtFirst).toEqual([])
    expect(await faultsFor('nobody', nobody.page)).toEqual([])
  })

  test('breaks no rule of WCAG 2.2 AA for an owner', async () => {
    expect(await faultsFor('owner', owner.page)).toEqual([])
  })

  test('breaks no rule of WCAG 2.2 AA for members', async () => {
    const [labeler, reviewer] = await Promise.all([world.person(places.labeler), world.person(places.reviewer)])
    expect(await faultsFor('labeler', labeler.page)).toEqual([])
    expect(await faultsFor('reviewer', reviewer.page)).toEqual([])
  })

  test('can be gone through with the Tab key, which shows where it is', async () => {
    const faults: Record<string, unknown> = {}
    const pages = [
      'datasets',
      'create-dataset',
      'overview',
      'samples',
      'labels',
      'data',
      'import',
      'export',
      'versions',
      'create-task',
      'task',
      'team',
      'settings',
    ]
    for (const screen of screensOf(places)) {
      if (!pages.includes(screen.name)) continue
      await openScreen(owner.page, screen)
      const tabbed = await tabThrough(owner.page)
      if (tabbed.missed.length > 0 || tabbed.unseen.length > 0 || !tabbed.cameRound) faults[screen.name] = tabbed
    }
    expect(faults).toEqual({})
  })
})
