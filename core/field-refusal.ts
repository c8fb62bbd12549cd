import type { ErrorMaker, Refusal } from '#contract/errors.ts'
import { writePath } from '#contract/text.ts'

/** Where a value stands in a request: `['labels', 1, 'property', '@modelarts:color']`. */
export type Steps = readonly (string | number)[]

/** A refusal whose sentence begins with the field: `labels[1].name: must be given`. */
export function refuseField(error: ErrorMaker, at: Steps, text: string): Refusal {
  return error.refusal(`${writePath(at)}: ${text}`)
}
