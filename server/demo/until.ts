import { setTimeout as sleep } from 'node:timers/promises'
import { errors } from '#contract/errors.ts'

/** How long work in the background may take, perhaps in another process, and how often it is asked, in milliseconds. */
const PATIENCE = 30_000
const INTERVAL = 20

/** Waits for work in the background; gives up with E4302. */
export async function until(what: string, isSo: () => Promise<boolean>): Promise<void> {
  for (let waited = 0; !(await isSo()); waited += INTERVAL) {
    if (waited >= PATIENCE) throw errors.unavailable(`The demo project is incomplete: ${what} takes too long.`)
    await sleep(INTERVAL)
  }
}
