import type { FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import { errors } from '#contract/errors.ts'
import type { Services } from '#server/services.ts'

/** `/healthz`: the process answers; `/readyz`: it can also reach its records, and does not stop (reliability 1.11). */
export function addStateRoutes(app: FastifyInstance, { store }: Services): void {
  let stopping = false
  app.addHook('preClose', async () => {
    stopping = true
  })
  app.get('/healthz', async () => ({ status: 'ok' }))
  app.get('/readyz', async () => {
    if (stopping) throw errors.unavailable()
    await sql`select 1`.execute(store.db).catch(() => {
      throw errors.unavailable()
    })
    return { status: 'ok' }
  })
}
