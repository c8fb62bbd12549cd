import type { LabelChoice } from '#contract/acceptance.ts'

/**
 * What the owner wants the dataset to have of single samples: by sample the worker whose labels it gets, or null where it
 * keeps its own. All others follow the rule for all.
 */
export type Chosen = ReadonlyMap<string, string | null>

/** An entry in conflict as far as it matters which labels its sample gets. */
type Party = { readonly worker_id: string; readonly isAccepted: boolean }

/**
 * Whose labels a sample will have: null for those of the dataset, undefined while the server decides between several
 * entries by their ratings.
 */
export function chosenFor(
  of: { sample_id: string; isLabelled: boolean; parties: readonly Party[] },
  { chosen, overwrite }: { chosen: Chosen; overwrite: boolean },
): string | null | undefined {
  const accepted = of.parties.filter(({ isAccepted }) => isAccepted)
  const own = chosen.get(of.sample_id)
  if (own === null || accepted.some(({ worker_id }) => worker_id === own)) return own
  if (accepted.length === 0 || (of.isLabelled && !overwrite)) return null
  return accepted.length === 1 ? accepted[0]!.worker_id : undefined
}

/** What goes with the call; nothing where the rule for all is enough. */
export function requestOf(chosen: Chosen): { muster?: { choices: LabelChoice[] } } {
  if (chosen.size === 0) return {}
  const choices = [...chosen].map(([sample_id, worker_id]) => ({ sample_id, ...(worker_id !== null && { worker_id }) }))
  return { muster: { choices } }
}
