import type { ErrorMaker, Refusal } from '#contract/errors.ts'

/** What a rule has found, before it is known where in the request the item stands. */
export type Fault = {
  error: ErrorMaker
  /** Path below the item, as `labels[0].property.@modelarts:feature`. */
  at: string
  /** End of the sentence that begins with the path. */
  problem: string
}

export function faultAt(at: string, error: ErrorMaker, problem: string): Fault {
  return { error, at, problem }
}

/** Moves a fault below a longer path. */
export function below(path: string, fault: Fault): Fault {
  return { ...fault, at: `${path}.${fault.at}` }
}

/** The refusal of an item: `samples[2].labels[0].name: … (sample 0a09…)`. */
export function refusalOf(fault: Fault, item: { field: string; sample_id: string }): Refusal {
  return fault.error.refusal(`${item.field}.${fault.at}: ${fault.problem} (sample ${item.sample_id})`)
}
