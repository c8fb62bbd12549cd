import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

/** What touches no records runs once, everything else on each engine. */
const rules = ['{contract,core,client,scripts,web}/**/*.test.ts', 'adapters/!(sql)/**/*.test.ts']
const records = [
  '{server,cli}/**/*.test.ts',
  'tests/!(e2e)/**/*.test.ts',
  'tests/*.test.ts',
  'adapters/sql/**/*.test.ts',
]
/** What moves files, once more over an S3 store. */
const files = [
  'server/handlers/{datasets-imported,data-tasks,exports,imported-names,imports*,key-frames,sample-files,sync*,versions}.test.ts',
  'server/files/{parts,routes,shown-images}.test.ts',
  'tests/contract/examples.test.ts',
  'tests/blobs/data-story.test.ts',
  'tests/failpoints/listing-changes.test.ts',
]
/** What people do in a browser. */
const browser = ['tests/e2e/**/*.test.ts']

export default defineConfig({
  test: {
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // On two cores as well: much of the time is spent waiting for disks and databases.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    projects: [
      { extends: true, test: { name: 'rules', include: rules, setupFiles: ['./tests/repeatable.ts'] } },
      { extends: true, test: { name: 'sqlite', include: records, env: { MUSTER_TEST_ENGINE: 'sqlite' } } },
      {
        extends: true,
        test: {
          name: 'postgres',
          include: records,
          env: { MUSTER_TEST_ENGINE: 'postgres' },
          globalSetup: ['./tests/postgres-setup.ts'],
        },
      },
      {
        extends: true,
        test: {
          name: 's3',
          include: files,
          env: { MUSTER_TEST_ENGINE: 'sqlite', MUSTER_TEST_BLOBS: 's3' },
          globalSetup: ['./tests/blobs/s3-setup.ts'],
        },
      },
      {
        extends: true,
        test: {
          name: 's3-postgres',
          include: ['tests/contract/examples.test.ts', 'tests/blobs/data-story.test.ts'],
          env: { MUSTER_TEST_ENGINE: 'postgres', MUSTER_TEST_BLOBS: 's3' },
          globalSetup: ['./tests/postgres-setup.ts', './tests/blobs/s3-setup.ts'],
        },
      },
      {
        extends: true,
        test: {
          name: 'browser',
          include: browser,
          globalSetup: ['./tests/e2e/setup.ts'],
          testTimeout: 240_000,
          maxWorkers: 1,
          expect: { poll: { timeout: 15_000 } },
          // Apart from the others: a browser and a server beside them would wait for each other.
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
})
