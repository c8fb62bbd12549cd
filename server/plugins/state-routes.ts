import type { FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import { errors } from '#contract/errors.ts'
import type { Services } from '#server/services.ts'

/** `/healthz`: the process answers; `/readyz`: it can also reach its records. */
export function addStateRoutes(app: FastifyInstance, { store }: Services): void {
  app.get('/healthz', async () => ({ status: 'ok' }))
  app.get('/readyz', async () => {
    await sql`select 1`.execute(store.db).catch(() => {
      throw errors.unavailable()
    })
    return { status: 'ok' }
  })
}
