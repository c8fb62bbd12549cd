import { spawnSync } from 'node:child_process'
import { resolve } from 'node:path'

/**
 * `npm run test:model`: the model test of the team task with many more histories than `npm test` runs (MUSTER_MODEL_RUNS,
 * 2,000 by default), on both engines at the same time.
 */
const root = resolve(import.meta.dirname, '..')
const { status } = spawnSync(
  process.execPath,
  [resolve(root, 'node_modules/vitest/vitest.mjs'), 'run', 'tests/model', ...process.argv.slice(2)],
  { cwd: root, stdio: 'inherit', env: { MUSTER_MODEL_RUNS: '2000', ...process.env } },
)
process.exitCode = status ?? 1
