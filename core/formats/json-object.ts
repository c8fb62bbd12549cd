import { faultOfText } from '#contract/text.ts'

export type JsonObject = Record<string, unknown>

/** An object within an object within …: deeper no value of a user's needs to be, and recursion stays short. */
const deepest = 64

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** What an object says itself, without what all objects have; nothing of what is no object. */
export function ownFieldsOf(value: unknown): JsonObject {
  return Object.assign(Object.create(null), isObject(value) ? value : undefined)
}

/** What cannot be stored and sent back as it is, or undefined. */
export function faultOfValue(value: unknown, depth = 0): string | undefined {
  if (depth > deepest) return `more than ${deepest} values within each other`
  if (typeof value === 'string') return faultOfText(value)
  if (typeof value === 'number') return Number.isFinite(value) ? undefined : 'a number that is too large'
  if (typeof value !== 'object' || value === null) return undefined
  for (const [key, one] of Object.entries(value)) {
    const problem = faultOfText(key) ?? faultOfValue(one, depth + 1)
    if (problem !== undefined) return problem
  }
  return undefined
}
