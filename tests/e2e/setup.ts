import { spawnSync } from 'node:child_process'
import { resolve } from 'node:path'
import type { TestProject } from 'vitest/node'
import { findChromium } from './chromium.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Set for the project `browser` only; without a path the tests there are skipped. */
    chromium: string | undefined
  }
}

const root = resolve(import.meta.dirname, '../..')

/** Before the tests in a browser: the browser, and the console as users get it. */
export default async function setup({ provide }: TestProject): Promise<void> {
  const found = await findChromium()
  if ('missing' in found) {
    if (process.env.CI) throw new Error(found.missing)
    console.warn(found.missing)
    return provide('chromium', undefined)
  }
  const vite = resolve(root, 'node_modules/vite/bin/vite.js')
  const built = spawnSync(process.execPath, [vite, 'build', 'web', '--logLevel', 'warn'], {
    cwd: root,
    stdio: 'inherit',
  })
  if (built.status !== 0) throw new Error('The console cannot be built.')
  provide('chromium', found.path)
}
