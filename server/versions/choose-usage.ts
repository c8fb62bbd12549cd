import { SampleFacet } from '#adapters/sql/state-codes.ts'
import type { SampleRow } from '#adapters/sql/tables.ts'
import type { StoredLabel } from '#core/labels/label.ts'
import { isSplittable } from '#core/statistics/splitting.ts'
import { type Side, Splitter } from '#core/versions/split.ts'
import type { Pair } from './compare-with.ts'
import type { VersionPlan } from './version-plan.ts'

type Choice = { plan: VersionPlan; seed: string; dataset_type: number }
type Chosen = Pair & { now: SampleRow }

/**
 * Says which usage every sample has in a version (formats 9). Labelled samples that have none are split as the ratio says, which takes
 * a walk of its own to count them; with a ratio of 1 all of them are for training. Samples keep the side they had in the version
 * before unless they are to be split anew.
 */
export async function chooseUsage(
  pairs: () => AsyncIterable<Pair>,
  { plan, seed, dataset_type }: Choice,
): Promise<(pair: Chosen) => string | null> {
  const kept = (pair: Chosen) => keptUsage(pair, plan)
  if (!isSplittable(dataset_type)) return kept
  if (plan.ratio >= 1) return (pair) => kept(pair) ?? (isLabelled(pair) ? 'TRAIN' : null)
  const splitter = new Splitter({ ratio: plan.ratio, seed })
  for await (const { now, ...pair } of pairs()) {
    if (!now || !isLabelled({ now })) continue
    const usage = kept({ now, ...pair })
    if (usage === null || isSide(usage)) splitter.count(stratumOf(now), usage ?? undefined)
  }
  return (pair) => kept(pair) ?? (isLabelled(pair) ? splitter.place(stratumOf(pair.now)) : null)
}

/** A usage that the split does not touch. */
function keptUsage({ now, before }: Chosen, plan: VersionPlan): string | null {
  const own = plan.remove_sample_usage ? null : now.sample_usage
  const earlier = before?.sample_usage ?? null
  return own ?? (plan.stable_split && plan.ratio < 1 && isSide(earlier) && isLabelled({ now }) ? earlier : null)
}

export function isLabelled({ now }: { now: SampleRow }): boolean {
  return now.state === SampleFacet.labelled
}

function isSide(usage: string | null): usage is Side {
  return usage === 'TRAIN' || usage === 'EVAL'
}

/** What a sample is labelled with, whatever the order and however often. */
export function stratumOf({ labels }: SampleRow): string {
  const names = (JSON.parse(labels) as StoredLabel[]).map(({ type, label_key }) => `${type} ${label_key ?? ''}`)
  return [...new Set(names)].sort().join('\n')
}
