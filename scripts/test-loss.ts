import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { resolve } from 'node:path'

/**
 * `npm run test:loss`: the loss test of the workbench at 100 random moments instead of the few of `npm test`
 * (MUSTER_LOSS_MOMENTS), at others each time (MUSTER_LOSS_SEED repeats a run).
 */
const root = resolve(import.meta.dirname, '..')
const MUSTER_LOSS_SEED = process.env.MUSTER_LOSS_SEED ?? randomBytes(16).toString('hex')
console.log(`MUSTER_LOSS_SEED=${MUSTER_LOSS_SEED}`)
const { status } = spawnSync(
  process.execPath,
  [resolve(root, 'node_modules/vitest/vitest.mjs'), 'run', '--project', 'browser', 'tests/e2e/loss.test.ts'],
  { cwd: root, stdio: 'inherit', env: { MUSTER_LOSS_MOMENTS: '100', ...process.env, MUSTER_LOSS_SEED } },
)
process.exitCode = status ?? 1
