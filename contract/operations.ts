import type { Static, TSchema } from 'typebox'
import { dataOperations } from './operations-data.ts'
import { jobOperations } from './operations-jobs.ts'
import { ourOperations } from './operations-ours.ts'
import { teamOperations } from './operations-team.ts'

/**
 * The wire as one table: the 79 operations of the Data Management API with their addresses, parameters and schemas. Routes,
 * validation, the OpenAPI page, the client and the coverage page all follow from it.
 */
export const operations = named({ ...dataOperations, ...teamOperations, ...jobOperations })

export type OperationId = keyof typeof operations

export const OPERATION_IDS = Object.keys(operations) as readonly OperationId[]

/** What Muster adds under `/muster/v1`; a client that knows only the documented API never needs it (architecture 5). */
export const extensions = named(ourOperations)

/** Everything that can be called: the wire and what Muster adds. */
export const calls = Object.freeze({ ...operations, ...extensions })

type Calls = typeof calls
export type CallId = keyof Calls

export const CALL_IDS = Object.keys(calls) as readonly CallId[]

/** Names in the path of a call, on the wire `project_id` among them. */
export type Params<Id extends CallId> = { [Name in Placeholders<Calls[Id]['path']>]: string }

/** The decoded query: parameters with a default are always there. */
export type Query<Id extends CallId> = Static<Calls[Id]['query']>

export type Body<Id extends CallId> = StaticOrNull<Calls[Id]['body']>

/** The body of the one documented success; null where there is none. */
export type Reply<Id extends CallId> = StaticOrNull<Calls[Id]['replies'][keyof Calls[Id]['replies']]>

/** The status of success of a call; there is one each. */
export function successStatus(id: CallId): number {
  return Number(Object.keys(calls[id].replies)[0])
}

type Placeholders<Path extends string> = Path extends `${string}{${infer Name}}${infer Rest}`
  ? Name | Placeholders<Rest>
  : never

type StaticOrNull<Schema> = Schema extends TSchema ? Static<Schema> : null

function named<Table extends object>(table: Table) {
  const entries = Object.entries(table).map(([operation_id, operation]) => [
    operation_id,
    { operation_id, ...operation },
  ])
  return Object.freeze(Object.fromEntries(entries)) as {
    readonly [Id in keyof Table]: Table[Id] & { readonly operation_id: Id }
  }
}
