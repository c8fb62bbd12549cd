import { type Static, type TProperties, type TSchema, Type } from 'typebox'

/**
 * Small builders on top of TypeBox. Objects stay open: a key the contract does not know is ignored in a request
 * (clients send more than the pages list). Maps whose keys belong to the user say `additionalProperties: true`, so that
 * a reply keeps them.
 */

type Words = readonly string[]
type Codes = Readonly<Record<string, number>> | readonly number[]
type CodeOf<Table extends Codes> = Table extends readonly (infer Code)[] ? Code : Table[keyof Table]

/** An object all of whose fields may be missing. */
export function partial<Fields extends TProperties>(fields: Fields, options: { description?: string } = {}) {
  return Type.Partial(Type.Object(fields), options)
}

/** An object with documented fields, all optional, beside which the user keeps keys of his own. */
export function openMap<Fields extends TProperties>(fields: Fields, options: { description?: string } = {}) {
  const schema = Type.Partial(Type.Object(fields), { ...options, additionalProperties: true })
  return Type.Unsafe<Static<typeof schema> & { [key: string]: unknown }>(schema)
}

/** Free JSON under keys of the user's. */
export function freeMap(description?: string) {
  return Type.Unsafe<{ [key: string]: unknown }>({ type: 'object', additionalProperties: true, ...said(description) })
}

/** One kind of value under keys that are not fixed. */
export function mapOf<Value extends TSchema>(value: Value, description?: string) {
  return Type.Unsafe<{ [key: string]: Static<Value> }>({
    type: 'object',
    additionalProperties: value,
    ...said(description),
  })
}

/** One of the numbers of a table in codes.ts. */
export function code<const Table extends Codes>(
  table: Table,
  options: { description?: string; default?: CodeOf<Table> } = {},
) {
  return Type.Unsafe<CodeOf<Table>>({ type: 'integer', enum: Object.values(table), ...options })
}

/** One of the numbers of a table, sent as a number or as its digits. */
export function codeOrText<const Table extends Codes>(table: Table, options: { description?: string } = {}) {
  const numbers = Object.values(table) as number[]
  return Type.Unsafe<CodeOf<Table> | `${CodeOf<Table> & number}`>({
    enum: [...numbers, ...numbers.map(String)],
    ...options,
  })
}

/** One of a few words. */
export function word<const List extends Words>(
  words: List,
  options: { description?: string; default?: List[number] } = {},
) {
  return Type.Unsafe<List[number]>({ type: 'string', enum: words, ...options })
}

/** The same, or null: some clients send null for a list they do not have, and null removes a key of metadata. */
export function nullable<Schema extends TSchema>(schema: Schema) {
  const { type, enum: values } = schema as { type?: string; enum?: unknown[] }
  const widened = { ...schema, ...(type && { type: [type, 'null'] }), ...(values && { enum: [...values, null] }) }
  return Type.Unsafe<Static<Schema> | null>(widened)
}

/** Milliseconds since 1970 in UTC. */
export function time(description?: string) {
  return Type.Integer({ format: 'int64', description: description ?? 'Epoch milliseconds.' })
}

export function count(description?: string) {
  return Type.Integer({ minimum: 0, ...said(description) })
}

export function integer(description?: string) {
  return Type.Integer({ ...said(description) })
}

export function number(description?: string) {
  return Type.Number({ ...said(description) })
}

export function string(description?: string) {
  return Type.String({ ...said(description) })
}

/** A truth value; `when` says what true means. */
export function boolean(when?: string, options: { default?: boolean } = {}) {
  return Type.Boolean({ ...said(when && `True: ${when}.`), ...options })
}

/** A name of letters, digits, underscores and hyphens. */
export function name(min: number, max: number, description?: string) {
  return Type.String({
    minLength: min,
    maxLength: max,
    pattern: `^[A-Za-z0-9_-]${min > 0 ? '+' : '*'}$`,
    ...said(description),
  })
}

/** The three sets of characters the pages forbid in written text. */
export const forbidden = {
  most: '^!<>=&"\'',
  withoutApostrophe: '^!<>=&"',
  withoutCaret: '!<>=&"\'',
} as const

/** Written text with a greatest length in characters and characters it must not hold. */
export function text(max: number, without: string, options: { description?: string; default?: string } = {}) {
  return Type.String({ maxLength: max, pattern: `^[^${without.replace('^', '\\^')}]*$`, ...options })
}

const decimal = '^(\\d+(\\.\\d*)?|\\.\\d+)$'

/** A decimal number sent as a number or as text. */
export function numberOrText(options: { description?: string; default?: number | string } = {}) {
  return Type.Unsafe<number | string>({ type: ['number', 'string'], pattern: decimal, ...options })
}

function said(description: string | undefined) {
  return description ? { description } : {}
}
