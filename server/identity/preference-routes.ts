import type { FastifyInstance } from 'fastify'
import { errors } from '#contract/errors.ts'
import { Preferences } from '#contract/identity.ts'
import { validator } from '#contract/validate.ts'
import { LARGEST_PREFERENCES } from '#server/limits.ts'
import type { Services } from '#server/services.ts'
import { findCaller } from './authenticate.ts'

const checkPreferences = validator(Preferences)

/** What somebody has chosen for himself in the console: his own, whatever his role, and nobody else's. */
export function addPreferenceRoutes(app: FastifyInstance, services: Services): void {
  const { store } = services
  const path = '/muster/v1/preferences'

  app.get(path, async (request): Promise<Preferences> => {
    const { account_id } = await findCaller(services, request)
    const row = await store.read
      .selectFrom('preference')
      .select('preferences')
      .where('account_id', '=', account_id)
      .executeTakeFirst()
    return { preferences: row ? JSON.parse(row.preferences) : {} }
  })

  app.put(path, { bodyLimit: LARGEST_PREFERENCES }, async (request): Promise<Preferences> => {
    const { account_id } = await findCaller(services, request)
    const fault = checkPreferences(request.body)
    if (fault) throw errors.parameterInvalid(fault)
    const { preferences } = request.body as Preferences
    const text = JSON.stringify(preferences)
    await store.db
      .insertInto('preference')
      .values({ account_id, preferences: text })
      .onConflict((conflict) => conflict.column('account_id').doUpdateSet({ preferences: text }))
      .execute()
    return { preferences }
  })
}
