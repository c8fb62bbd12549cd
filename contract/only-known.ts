import type { Static, TSchema } from 'typebox'
import { Clean, Clone } from 'typebox/value'

/**
 * A copy of a value of a schema with the keys that the schema names, and no other. Calls ignore unknown keys; what is
 * stored as it came must not carry them on (reliability S6).
 */
export function onlyKnown<Schema extends TSchema>(schema: Schema, value: Static<Schema>): Static<Schema> {
  return Clean(schema, Clone(value)) as Static<Schema>
}
