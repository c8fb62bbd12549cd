import { type Static, Type } from 'typebox'
import * as codes from './codes.ts'
import { boolean, partial, string } from './schema.ts'

/** The body of every refusal. */
export const ErrorBody = Type.Object({
  error_code: string('ModelArts.NNNN, four digits.'),
  error_msg: string(),
})
export type ErrorBody = Static<typeof ErrorBody>

/** What calls answer that have nothing to say. */
export const Empty = Type.Object({})
export type Empty = Static<typeof Empty>

/** As `Empty`, with a code when there is something to know although nothing failed (behaviour 6.1). */
export const Notice = partial(ErrorBody.properties)
export type Notice = Static<typeof Notice>

/** One item of a batch. It carries no id: entry n answers item n of the request. */
export const BatchResponse = Type.Object({
  success: boolean('done'),
  error_code: Type.Optional(string()),
  error_msg: Type.Optional(string()),
})
export type BatchResponse = Static<typeof BatchResponse>

/** Answer of every batch call: without `results` when all items went well, else with one entry per item. */
export const BatchReply = Type.Object({
  success: boolean('every item is done'),
  error_code: Type.Optional(string('Of the first item that failed.')),
  error_msg: Type.Optional(string('Of the first item that failed.')),
  results: Type.Optional(Type.Array(BatchResponse)),
})
export type BatchReply = Static<typeof BatchReply>

/**
 * Filter by state. In queries case does not matter and the underscores around may be missing; the format `sample-state`
 * asks the query decoder for that. Empty means no filter.
 */
export const SampleStateFilter = Type.Unsafe<codes.SampleState | ''>({
  type: 'string',
  enum: [...Object.values(codes.SampleState), ''],
  format: 'sample-state',
  description: '__ALL__ means labelled; leave the filter out to get everything.',
})

/** Workspaces are not used; the field stays 0. */
export const WorkspaceId = Type.String({ default: '0', description: 'Stays 0 where no workspaces are used.' })
