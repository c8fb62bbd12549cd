import type { TSchema } from 'typebox'

type Steps = readonly (string | number)[]
/** The part of JSON Schema of which bodies and answers are made. */
export type Shape = {
  type?: string | readonly string[]
  enum?: readonly unknown[]
  properties?: Readonly<Record<string, Shape>>
  additionalProperties?: boolean | Shape
  items?: Shape
  anyOf?: readonly Shape[]
}

/** A place in a body and the kind of value that the contract wants there. */
export type Field = { steps: Steps; kind: string; listed: readonly unknown[] | undefined }

const kinds = ['object', 'array', 'string', 'integer', 'number', 'boolean']

/** Values that stand for nothing or look like another kind: none of them may be taken for the wanted one (issue 2.2). */
const wrong: Record<string, readonly unknown[]> = {
  integer: [null, '', false, true, '0', [], {}, 1.5],
  number: [null, '', false, true, '0', [], {}],
  boolean: [null, '', 0, 1, '0', 'false', 'true', [], {}],
  string: [null, false, 0, [], {}],
  object: [null, '', false, 0, '0', []],
  array: [null, '', false, 0, '0', {}],
}

/** Every field of a schema with the way to it; lists are entered by their first item. */
export function fieldsOf(schema: TSchema | Shape): Field[] {
  return walk(schema as Shape, [])
}

function walk(shape: Shape, steps: Steps): Field[] {
  const { properties = {}, items, additionalProperties: others, anyOf } = shape
  if (anyOf) return walkUnion(anyOf, steps)
  const inner = Object.entries(properties).flatMap(([key, part]) => walk(part, [...steps, key]))
  if (items) inner.push(...walk(items, [...steps, 0]))
  if (typeof others === 'object') inner.push(...walk(others, [...steps, 'anything']))
  return [{ steps, kind: kindOf(shape), listed: shape.enum }, ...inner]
}

/** Several kinds are taken: wrong is what all of them call wrong. */
function walkUnion(branches: readonly Shape[], steps: Steps): Field[] {
  const inner = branches.flatMap((branch) => walk(branch, steps).filter((field) => field.steps.length > steps.length))
  return [{ steps, kind: branches.map(kindOf).join(' or '), listed: undefined }, ...inner]
}

function kindOf(shape: Shape): string {
  const types = [shape.type ?? []].flat().filter((type) => type !== 'null')
  if (types.length > 1 && types.every((type) => kinds.includes(type))) return types.join(' or ')
  const [type] = types.length > 0 ? types : (shape.enum ?? []).map((value) => (value === null ? 'null' : typeof value))
  const kind = type === 'number' && shape.enum && !shape.type ? 'integer' : type
  if (kind && kinds.includes(kind)) return kind
  throw new Error(`No kind: ${JSON.stringify(shape)}`)
}

/** What must be refused in the place of a field. */
export function wrongValuesFor({ kind, listed }: Field): readonly unknown[] {
  const lists = kind.split(' or ').map((one) => wrong[one]!)
  const isWrongForAll = (value: unknown) =>
    lists.every((list) => list.some((one) => JSON.stringify(one) === JSON.stringify(value)))
  const values = lists[0]!.filter(isWrongForAll)
  if (!listed) return values
  return [...values, kind === 'string' ? 'no such word' : 999]
}

/** A copy of a body with another value in one place; objects and lists on the way are made where they are missing. */
export function withValue(body: unknown, steps: Steps, value: unknown): unknown {
  const [step, ...rest] = steps
  if (step === undefined) return value
  if (typeof step === 'number') {
    const list = Array.isArray(body) ? [...body] : []
    list[step] = withValue(list[step], rest, value)
    return list
  }
  const object = typeof body === 'object' && body !== null ? body : {}
  return { ...object, [step]: withValue((object as Record<string, unknown>)[step], rest, value) }
}

/** The way to a field as messages write it. */
export function pathOf(steps: Steps): string {
  const path = steps.map((step) => (typeof step === 'number' ? `[${step}]` : `.${step}`)).join('')
  return path.startsWith('.') ? path.slice(1) : path
}
