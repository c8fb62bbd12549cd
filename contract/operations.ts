import type { Static, TSchema } from 'typebox'
import { dataOperations } from './operations-data.ts'
import { jobOperations } from './operations-jobs.ts'
import { teamOperations } from './operations-team.ts'

/**
 * The wire as one table: every operation with its address, parameters and schemas. Routes, validation, the OpenAPI page,
 * the client and the coverage page all follow from it.
 */
export const operations = named({ ...dataOperations, ...teamOperations, ...jobOperations })

type Operations = typeof operations
export type OperationId = keyof Operations

export const OPERATION_IDS = Object.keys(operations) as readonly OperationId[]

/** Names in the path of an operation, `project_id` among them. */
export type Params<Id extends OperationId> = { [Name in Placeholders<Operations[Id]['path']>]: string }

/** The decoded query: parameters with a default are always there. */
export type Query<Id extends OperationId> = Static<Operations[Id]['query']>

export type Body<Id extends OperationId> = StaticOrNull<Operations[Id]['body']>

/** The body of the one documented success; null where there is none. */
export type Reply<Id extends OperationId> = StaticOrNull<Operations[Id]['replies'][keyof Operations[Id]['replies']]>

/** The status of success of an operation; the pages list one each. */
export function successStatus(id: OperationId): number {
  return Number(Object.keys(operations[id].replies)[0])
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
