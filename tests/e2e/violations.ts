import axe from 'axe-core'
import type { Page } from 'playwright-core'
import { openScreen, type Screen, settle } from './screens.ts'

const SCHEMES = ['light', 'dark'] as const
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']

/** What axe finds on a screen, in light and in dark, as `screen, scheme: rule: why, element`. */
export async function violations(page: Page, screen: Screen): Promise<string[]> {
  const found: string[] = []
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' })
  await openScreen(page, screen)
  await page.evaluate(axe.source)
  for (const colorScheme of SCHEMES) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await settle(page)
    const results = await page.evaluate(
      (rules) =>
        (globalThis as unknown as { axe: typeof axe }).axe.run({ runOnly: rules, resultTypes: ['violations'] }),
      RULES,
    )
    for (const { id, nodes } of results.violations) {
      // No rule of WCAG yet but an experiment of axe: it reads marks of objects as words.
      if (id === 'label-content-name-mismatch') continue
      for (const { html, any } of nodes) {
        found.push(`${screen.name}, ${colorScheme}: ${id}: ${any[0]?.message ?? ''} ${html.slice(0, 150)}`)
      }
    }
  }
  return found
}
