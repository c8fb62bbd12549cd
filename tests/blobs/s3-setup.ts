import type { TestProject } from 'vitest/node'
import type { S3Settings } from '#adapters/blobs/s3-client.ts'
import { startS3Server } from './s3-server.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** The S3 server of this run; set for the projects `s3` only. */
    s3: S3Settings
  }
}

/** Starts the one S3 server of a run; every test has buckets of its own there. */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const { settings, stop } = await startS3Server()
  project.provide('s3', settings)
  return stop
}
