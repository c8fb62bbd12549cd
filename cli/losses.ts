import type { LossCount } from '#contract/versions.ts'
import { printTable } from './output.ts'

/** What files hold otherwise than the dataset. */
export function printLosses(losses: readonly LossCount[] = []): void {
  if (losses.length === 0) return
  console.log('\nThe files do not hold everything as it is:')
  const rows = losses.map(({ field, reason, count }) => [count, field, reason])
  printTable(['times', 'what', 'why'], rows)
}
