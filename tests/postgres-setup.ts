import type { TestProject } from 'vitest/node'
import { openPostgres } from '#adapters/sql/store.ts'
import { startPostgres } from '#tests/postgres.ts'

/** Starts the one PostgreSQL server of a run and puts a database with the newest schema there, from which tests copy theirs. */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const server = await startPostgres()
  try {
    const template = 'muster_template'
    const store = await openPostgres(await server.createDatabase(template))
    await store.migrate()
    await store.close()
    project.provide('postgres', { url: server.url('postgres'), template })
  } catch (error) {
    await server.stop()
    throw error
  }
  return server.stop
}
