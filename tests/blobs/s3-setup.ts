import type { TestProject } from 'vitest/node'
import { startS3Server } from './s3-server.ts'

/** Starts the one S3 server of a run; every test has buckets of its own there. */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const { settings, stop } = await startS3Server()
  project.provide('s3', settings)
  return stop
}
