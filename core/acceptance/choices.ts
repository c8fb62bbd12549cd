import { type Candidate, chooseWinner } from './dataset-effect.ts'

/**
 * What the owner wants the dataset to have, sample by sample (D36, D37): by the key of the sample the worker whose labels
 * it gets, or null where it keeps what it has. A sample that is not named follows the rules.
 */
export type Choices = ReadonlyMap<number, string | null>

export const NO_CHOICES: Choices = new Map()

/** Which entry the dataset gets, and whether that replaces other labels there. */
export type Settled<Entry> = { readonly entry: Entry; readonly overwrite: boolean }

/**
 * Of the accepted entries of one sample the one whose labels go to the dataset; null when none does. The owner's choice
 * counts for that sample whatever `overwrite` says; a worker whose entry was not accepted is no choice. Throws on an empty
 * list.
 */
export function settleSample<Entry extends Candidate>(
  accepted: readonly Entry[],
  { choice, overwrite }: { choice: string | null | undefined; overwrite: boolean },
): Settled<Entry> | null {
  if (choice === null) return null
  const chosen = accepted.find(({ worker_id }) => worker_id === choice)
  return chosen ? { entry: chosen, overwrite: true } : { entry: chooseWinner(accepted), overwrite }
}

export function sameChoices(one: Choices, other: Choices): boolean {
  return one.size === other.size && [...one].every(([key, choice]) => other.has(key) && other.get(key) === choice)
}
