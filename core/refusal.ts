import type { Refusal } from '#contract/errors.ts'

/** Tells a refusal from the result of a rule that answers either. */
export function isRefusal(value: unknown): value is Refusal {
  return typeof value === 'object' && value !== null && 'error_code' in value
}
