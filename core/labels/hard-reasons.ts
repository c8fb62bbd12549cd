import { decodeHardReasons, isHardReason } from '#core/codecs/hard.ts'
import type { StoredLabel } from './label.ts'
import type { Metadata } from './metadata.ts'
import { keys } from './property-keys.ts'

/** The ids of the reasons for which a sample or one of its labels is hard, each once, in their order. */
export function hardReasonsOf(metadata: Metadata, labels: readonly StoredLabel[]): number[] {
  const own = metadata[keys.hardReasons]
  const ofLabels = labels.flatMap(({ property }) => decodeHardReasons(property[keys.hardReasons]) ?? [])
  const reasons = [...(Array.isArray(own) ? own : []), ...ofLabels].filter(isHardReason)
  return [...new Set(reasons)].sort((a, b) => a - b)
}
