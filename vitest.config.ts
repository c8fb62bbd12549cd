import { defineConfig } from 'vitest/config'

/** What touches no records runs once, everything else on each engine. */
const rules = ['{contract,core,client,scripts,web}/**/*.test.ts', 'adapters/!(sql)/**/*.test.ts']
const records = ['{server,cli,tests}/**/*.test.ts', 'adapters/sql/**/*.test.ts']

export default defineConfig({
  test: {
    testTimeout: 60_000,
    hookTimeout: 120_000,
    projects: [
      { extends: true, test: { name: 'rules', include: rules } },
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
    ],
  },
})
