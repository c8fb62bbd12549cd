import { Format } from 'typebox/format'
import { counted, quote } from './text.ts'

/** The part of JSON Schema that the contract uses. */
export type Shape = {
  type?: string | readonly string[]
  enum?: readonly unknown[]
  const?: unknown
  anyOf?: readonly Shape[]
  allOf?: readonly Shape[]
  properties?: Readonly<Record<string, Shape>>
  required?: readonly string[]
  additionalProperties?: boolean | Shape
  items?: Shape
  minItems?: number
  maxItems?: number
  minimum?: number
  maximum?: number
  exclusiveMinimum?: number
  exclusiveMaximum?: number
  minLength?: number
  maxLength?: number
  pattern?: string
  format?: string
}

/** What is wrong, and the steps to where it is. `kind` is false if the value is of a kind the schema does not take at all. */
export type Fault = { steps: (string | number)[]; says: string; kind: boolean }

/** More values than these are not listed in a message. */
const listed = 12

/**
 * The first fault of a value in the order of its schema, undefined if it fits. Of the branches of a union the one speaks
 * that got deepest into the value. Runs only after a check has failed: it need not be fast, its sentence must be good.
 */
export function explain(shape: Shape, value: unknown): Fault | undefined {
  return (
    explainKind(shape, value) ??
    explainNumber(shape, value) ??
    explainText(shape, value) ??
    explainArray(shape, value) ??
    explainObject(shape, value) ??
    firstOf(shape.allOf ?? [], (part) => explain(part, value)) ??
    explainUnion(shape.anyOf, value)
  )
}

function explainKind(shape: Shape, value: unknown): Fault | undefined {
  const allowed = allowedValues(shape)
  if (allowed !== undefined) {
    if (allowed.includes(value)) return undefined
    const list = allowed.map((item) => JSON.stringify(item)).join(', ')
    const got =
      isScalar(value) && value !== null ? (typeof value === 'string' ? quote(value) : String(value)) : nounOf(value)
    const says =
      allowed.length === 1
        ? `must be ${list}`
        : `must be ${allowed.length > listed ? 'a listed value' : `one of ${list}`}`
    return fault(
      `${says}, not ${got}`,
      allowed.some((item) => typeof item === typeof value),
    )
  }
  const types = typesOf(shape)
  if (types === undefined || types.some((type) => isOfType(type, value))) return undefined
  const got = types.includes('integer') && typeof value === 'number' ? String(value) : nounOf(value)
  return fault(`must be ${types.map(nounOfType).join(' or ')}, not ${got}`, false)
}

function explainNumber(shape: Shape, value: unknown): Fault | undefined {
  if (typeof value !== 'number') return undefined
  if (shape.minimum !== undefined && value < shape.minimum) return fault(`must be >= ${shape.minimum}`)
  if (shape.maximum !== undefined && value > shape.maximum) return fault(`must be <= ${shape.maximum}`)
  if (shape.exclusiveMinimum !== undefined && value <= shape.exclusiveMinimum)
    return fault(`must be > ${shape.exclusiveMinimum}`)
  if (shape.exclusiveMaximum !== undefined && value >= shape.exclusiveMaximum)
    return fault(`must be < ${shape.exclusiveMaximum}`)
  return undefined
}

function explainText(shape: Shape, value: unknown): Fault | undefined {
  if (typeof value !== 'string') return undefined
  const length = Array.from(value).length
  if (length < (shape.minLength ?? 0)) return fault(`must have at least ${counted(shape.minLength!, 'character')}`)
  if (length > (shape.maxLength ?? length)) return fault(`must have at most ${counted(shape.maxLength!, 'character')}`)
  if (shape.pattern !== undefined && !new RegExp(shape.pattern, 'u').test(value))
    return fault(sayPattern(shape.pattern))
  if (shape.format !== undefined && !Format.Test(shape.format, value))
    return fault(`must have the form of ${shape.format}`)
  return undefined
}

function explainArray(shape: Shape, value: unknown): Fault | undefined {
  if (!Array.isArray(value)) return undefined
  if (value.length < (shape.minItems ?? 0)) return fault(`must have at least ${counted(shape.minItems!, 'item')}`)
  if (value.length > (shape.maxItems ?? value.length))
    return fault(`must have at most ${counted(shape.maxItems!, 'item')}`)
  const { items } = shape
  return items && firstOf(value, (item, index) => within(index, explain(items, item)))
}

function explainObject(shape: Shape, value: unknown): Fault | undefined {
  if (!isObject(value)) return undefined
  const { properties = {}, required = [], additionalProperties: others } = shape
  const missing = required.find((key) => !Object.hasOwn(value, key))
  if (missing !== undefined) return within(missing, fault('is required'))
  return firstOf(Object.keys(value), (key) => {
    if (Object.hasOwn(properties, key)) return within(key, explain(properties[key]!, value[key]))
    if (others === false) return within(key, fault('is not a known field'))
    return typeof others === 'object' ? within(key, explain(others, value[key])) : undefined
  })
}

function explainUnion(branches: readonly Shape[] | undefined, value: unknown): Fault | undefined {
  if (branches === undefined) return undefined
  const faults = branches.map((branch) => explain(branch, value))
  if (faults.includes(undefined)) return undefined
  const [best] = (faults as Fault[]).toSorted(
    (a, b) => b.steps.length - a.steps.length || Number(b.kind) - Number(a.kind),
  )
  if (best === undefined || best.kind || best.steps.length > 0) return best
  const kinds = branches.flatMap(
    (branch) => allowedValues(branch)?.map((item) => JSON.stringify(item)) ?? typesOf(branch)?.map(nounOfType) ?? [],
  )
  return fault(`must be ${Array.from(new Set(kinds)).join(' or ')}, not ${nounOf(value)}`, false)
}

function fault(says: string, kind = true): Fault {
  return { steps: [], says, kind }
}

function within(step: string | number, inner: Fault | undefined): Fault | undefined {
  return inner && { ...inner, steps: [step, ...inner.steps] }
}

function firstOf<Item>(
  items: readonly Item[],
  find: (item: Item, index: number) => Fault | undefined,
): Fault | undefined {
  for (const [index, item] of items.entries()) {
    const found = find(item, index)
    if (found !== undefined) return found
  }
  return undefined
}

/** The values a schema lists, be it as an enumeration, a constant or a union of constants. */
export function allowedValues(shape: Shape): readonly unknown[] | undefined {
  if (shape.enum !== undefined) return shape.enum
  if ('const' in shape) return [shape.const]
  const lists = shape.anyOf?.map(allowedValues)
  return lists?.every((list) => list !== undefined) ? lists.flat() : undefined
}

function typesOf(shape: Shape): string[] | undefined {
  return shape.type === undefined ? undefined : [shape.type].flat()
}

function isOfType(type: string, value: unknown): boolean {
  if (type === 'integer') return Number.isInteger(value)
  if (type === 'null') return value === null
  if (type === 'array') return Array.isArray(value)
  if (type === 'object') return isObject(value)
  return typeof value === type
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isScalar(value: unknown): boolean {
  return typeof value !== 'object'
}

function nounOf(value: unknown): string {
  if (value === null || typeof value === 'boolean') return String(value)
  return nounOfType(Array.isArray(value) ? 'array' : typeof value)
}

function nounOfType(type: string): string {
  if (type === 'null') return type
  return /^[aeiou]/.test(type) ? `an ${type}` : `a ${type}`
}

/** Says the patterns of schema.ts in words; an unknown one is shown as it is. */
function sayPattern(pattern: string): string {
  if (/^\^\[A-Za-z0-9_-\][*+]\$$/.test(pattern)) return 'may only hold letters, digits, _ and -'
  const forbidden = /^\^\[\^(.+)\]\*\$$/.exec(pattern)?.[1]
  if (forbidden !== undefined) return `must not hold any of ${forbidden.replaceAll('\\', '')}`
  if (pattern.startsWith('^(\\d+(\\.\\d*)?')) return 'must be a decimal number'
  return `must match ${pattern}`
}
