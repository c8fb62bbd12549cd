import type { Services } from '#server/services.ts'

/** Makes every kind of job known to the runner. */
export function defineJobs(_services: Services): void {}
