import type { Static, TObject } from 'typebox'
import { allowedValues, type Shape } from './explain.ts'
import { faultOfText, quote } from './text.ts'
import { validator } from './validate.ts'

/** A query as an HTTP parser leaves it: percent signs decoded, a repeated parameter as a list. */
export type RawQuery = Readonly<Record<string, string | readonly string[] | undefined>>

/**
 * Turns the parameters of a query into the values of its schema, or says which parameter is wrong and why.
 * A parameter left empty counts as absent (the vendor's console sends such); unknown ones are ignored (a client sends
 * `marker`); a known one given twice is refused; truth values come in any case (Python's `True`); lists are joined with commas.
 * The format `sample-state` has several spellings on the wire: its text is passed on as it is.
 */
export function decodeQuery<Schema extends TObject>(
  schema: Schema,
  raw: RawQuery,
): { query: Static<Schema> } | { refused: string } {
  const query: Record<string, unknown> = {}
  for (const [name, shape] of Object.entries(schema.properties as Record<string, Shape & { default?: unknown }>)) {
    const given = Object.hasOwn(raw, name) ? raw[name] : undefined
    if (Array.isArray(given) && given.length > 1) return { refused: `${name}: is given ${given.length} times` }
    const text = Array.isArray(given) ? given[0] : (given as string | undefined)
    if (text === undefined || text === '') {
      if (shape.default !== undefined) query[name] = shape.default
      continue
    }
    const fault = faultOfText(text)
    if (fault !== undefined) return { refused: `${name}: must not hold ${fault}` }
    const decoded = decode(shape, text)
    if (decoded === undefined) return { refused: `${name}: must be ${expectation(shape)}, not ${quote(text)}` }
    query[name] = decoded
  }
  const refused = validator(withFreeStates(schema))(query)
  return refused === null ? { query: query as Static<Schema> } : { refused }
}

/** The value a text stands for, undefined if it stands for none of the kind. Ranges are checked afterwards. */
function decode(shape: Shape, text: string): unknown {
  if (shape.type === 'array') return decodeList(shape.items ?? {}, text)
  const allowed = shape.format === 'sample-state' ? undefined : allowedValues(shape)
  if (allowed !== undefined) return allowed.find((value) => String(value) === text)
  if (shape.type === 'integer') return /^-?\d{1,16}$/.test(text) ? Number(text) + 0 : undefined
  if (shape.type === 'number') return /^-?\d{1,16}(\.\d{1,16})?$/.test(text) ? Number(text) + 0 : undefined
  if (shape.type === 'boolean') return /^(true|false)$/i.test(text) ? text.toLowerCase() === 'true' : undefined
  return text
}

function decodeList(items: Shape, text: string): unknown[] | undefined {
  const values = text.split(',').map((item) => decode(items, item))
  return values.includes(undefined) ? undefined : values
}

function expectation(shape: Shape): string {
  const allowed = allowedValues(shape)
  if (shape.type === 'array') return 'a list joined with commas'
  if (allowed !== undefined) return `one of ${allowed.join(', ')}`
  if (shape.type === 'boolean') return 'true or false'
  return shape.type === 'integer' ? 'an integer' : 'a decimal number'
}

const freed = new WeakMap<TObject, TObject>()

/** The schema without the list of sample states, whose spellings the rules know (core/samples). */
function withFreeStates<Schema extends TObject>(schema: Schema): TObject {
  const known = freed.get(schema)
  if (known !== undefined) return known
  const properties = Object.entries(schema.properties as Record<string, Shape>).map(([name, shape]) => {
    return [name, shape.format === 'sample-state' ? { type: 'string' } : shape]
  })
  const copy: TObject = { ...schema, properties: Object.fromEntries(properties) }
  freed.set(schema, copy)
  return copy
}
