import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['{contract,core,adapters,server,client,cli,tests,scripts}/**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
})
