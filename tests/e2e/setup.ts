import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { isStale } from '#server/console/freshness.ts'
import { OWN_PLACE } from '#server/console/site.ts'
import { findChromium } from './chromium.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Set for the project `browser` only; without a path the tests there are skipped. */
    chromium: string | undefined
  }
}

/** Before the tests in a browser: the browser, and the console as users get it. A build that is fresh is kept. */
export default async function setup({ provide }: TestProject): Promise<void> {
  const found = await findChromium()
  if ('missing' in found) {
    if (process.env.CI) throw new Error(found.missing)
    console.warn(found.missing)
    return provide('chromium', undefined)
  }
  const { dist, sources, builder } = OWN_PLACE
  if (await isStale(join(dist, 'index.html'), sources)) {
    const built = spawnSync(process.execPath, [builder], { stdio: 'inherit' })
    if (built.status !== 0) throw new Error('The console cannot be built.')
  }
  provide('chromium', found.path)
}
