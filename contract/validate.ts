import type { TSchema } from 'typebox'
import { Compile, type Validator } from 'typebox/compile'
import { explain, type Shape } from './explain.ts'
import { writePath } from './text.ts'

/** Null if the value fits, else one sentence: where, in the notation of the wire, and what is wrong there. */
export type Validate = (value: unknown) => string | null

const validators = new WeakMap<TSchema, Validate>()

/**
 * A compiled check of parsed JSON against a schema. Nothing is converted and no default is filled in: `null`, `""`, `"0"`
 * and `false` are not 0. An integer without a smaller range of its own must be exact as a double (up to 2^53 - 1).
 * Compiled when the first value comes (a start is not held up by what nobody calls) and kept with the schema.
 */
export function validator(schema: TSchema): Validate {
  const known = validators.get(schema)
  if (known !== undefined) return known
  const validate = compile(schema)
  validators.set(schema, validate)
  return validate
}

function compile(schema: TSchema): Validate {
  const exact = withExactIntegers(schema)
  let compiled: Validator | undefined
  return (value) => {
    compiled ??= Compile(exact)
    if (compiled.Check(value)) return null
    const fault = explain(exact as Shape, value)
    if (fault !== undefined) return sentence(fault.steps, fault.says)
    const [error] = compiled.Errors(value) // a keyword that explain.ts does not know
    return sentence(error?.instancePath.split('/').slice(1) ?? [], error?.message ?? 'does not fit')
  }
}

function sentence(steps: readonly (string | number)[], says: string): string {
  return `${steps.length === 0 ? 'the body' : writePath(steps)}: ${says}`
}

/** A copy of the schema, hidden marks of TypeBox included, in which every integer has bounds. */
function withExactIntegers<Part>(part: Part): Part {
  if (typeof part !== 'object' || part === null || part instanceof RegExp) return part
  const copy: object = Array.isArray(part) ? [] : {}
  for (const [key, descriptor] of Object.entries(Object.getOwnPropertyDescriptors(part))) {
    Object.defineProperty(copy, key, { ...descriptor, value: withExactIntegers(descriptor.value) })
  }
  const shape: Shape = copy
  if ([shape.type].flat().includes('integer') && shape.enum === undefined && shape.const === undefined) {
    shape.minimum ??= Number.MIN_SAFE_INTEGER
    shape.maximum ??= Number.MAX_SAFE_INTEGER
  }
  return copy as Part
}
