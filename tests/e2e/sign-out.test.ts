import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { aTeam } from '#tests/builders.ts'
import { signIn } from './browser.ts'
import { aWorld, hasBrowser, OWNER, type Person, setPasswords, type World } from './world.ts'

const PASSWORD = 'a long enough secret'

describe.runIf(hasBrowser)('signing out', () => {
  let world: World
  let owner: Person

  beforeAll(async () => {
    world = await aWorld()
    owner = await world.person(OWNER)
  })
  afterAll(() => world?.close())

  async function signOut(): Promise<void> {
    await owner.page.getByRole('button', { name: /admin/ }).click()
    await owner.page.getByRole('menuitem', { name: 'Sign out' }).click()
  }

  test('says so where the server cannot be reached, and the page stays', async () => {
    const { page } = owner
    await page.route('**/muster/v1/session', (route) =>
      route.request().method() === 'DELETE' ? route.abort() : route.continue(),
    )
    await signOut()
    await page.getByText('The server cannot be reached', { exact: false }).first().waitFor()
    await page.unrouteAll()
    await page.getByRole('heading', { level: 1 }).first().waitFor()
  })

  test('on the page of one whose session somebody else has taken asks who goes on', async () => {
    const { page, context } = owner
    const { labelers } = await aTeam(world.server, { labelers: 1 })
    await setPasswords(world.server, PASSWORD)
    const other = await context.newPage()
    await context.clearCookies()
    await signIn(other, { user_name: labelers[0]!.email, password: PASSWORD })
    await other.getByRole('heading', { level: 1 }).first().waitFor()
    await page.bringToFront()
    await signOut()
    await page.getByRole('dialog', { name: `${labelers[0]!.email} has signed in` }).waitFor()
    await other.close()
  })

  test('leads to the door', async () => {
    const { page } = owner
    await page.context().clearCookies()
    await signIn(page, OWNER)
    await signOut()
    await page.waitForURL(/\/sign-in/)
    expect(await page.getByRole('button', { name: 'Sign in' }).isVisible()).toBe(true)
  })
})
