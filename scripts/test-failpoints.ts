import { spawnSync } from 'node:child_process'
import { resolve } from 'node:path'

/**
 * `npm run test:failpoints`: work on data dies at every moment at which something has changed in the records or in the store,
 * where `npm test` takes ten moments of each work.
 */
const root = resolve(import.meta.dirname, '..')
const { status } = spawnSync(
  process.execPath,
  [resolve(root, 'node_modules/vitest/vitest.mjs'), 'run', 'tests/failpoints', ...process.argv.slice(2)],
  { cwd: root, stdio: 'inherit', env: { ...process.env, MUSTER_FAILPOINTS: 'all' } },
)
process.exitCode = status ?? 1
