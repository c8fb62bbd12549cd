import type { Page } from 'playwright-core'

/** Nothing that a page asks for at these addresses is answered until what this returns is called. */
export async function hold(page: Page, addresses: readonly string[]): Promise<() => Promise<void>> {
  const held = Promise.withResolvers<void>()
  for (const address of addresses) {
    await page.route(address, async (route) => {
      await held.promise
      await route.continue()
    })
  }
  return async () => {
    held.resolve()
    await page.unrouteAll({ behavior: 'wait' })
  }
}
