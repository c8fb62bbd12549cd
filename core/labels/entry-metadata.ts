import type { Metadata } from './metadata.ts'
import { keys } from './property-keys.ts'

/** What somebody thought of the sample is not known of an entry of somebody else. */
const judgements: readonly string[] = [keys.hard, keys.hardCoefficient, keys.hardReasons, keys.empty]

/**
 * Metadata of an entry as it is shown and searched: what is known of the sample, and above it what was saved with the
 * entry. Acceptance writes what was saved over all that the sample has by then, judgements of others included.
 */
export function entryMetadata(ofSample: Metadata, own: Metadata): Metadata {
  const known = Object.entries(ofSample).filter(([key]) => !judgements.includes(key))
  return { ...Object.fromEntries(known), ...own }
}
