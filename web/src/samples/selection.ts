import type { DescribeSampleResp } from '#contract/samples.ts'

type Sample = DescribeSampleResp
type Samples = ReadonlyMap<string, Sample>

/**
 * What is selected in a grid, by sample id. A range goes from the anchor to the active place and may shrink again: what was
 * selected before it began is `base`.
 */
export type Selection = { base: Samples; chosen: Samples; anchor: number; active: number }

export const nothingSelected: Selection = { base: new Map(), chosen: new Map(), anchor: 0, active: 0 }

/** The active place alone moves; the next range begins there. */
export function moveTo(selection: Selection, index: number): Selection {
  return { base: selection.chosen, chosen: selection.chosen, anchor: index, active: index }
}

/** Selects a sample, or no longer. */
export function toggle({ chosen }: Selection, index: number, sample: Sample): Selection {
  const next = new Map(chosen)
  if (!next.delete(sample.sample_id!)) next.set(sample.sample_id!, sample)
  return { base: next, chosen: next, anchor: index, active: index }
}

/** The active place goes on, and the range from the anchor with it as soon as it is read: see `extendBy`. */
export function reachFor(selection: Selection, index: number): Selection {
  return { ...selection, active: index }
}

/**
 * The range from an anchor to a place is selected, and what was before the range began; unless one has gone elsewhere
 * since the range was asked for.
 */
export function extendBy(
  selection: Selection,
  { anchor, active }: Pick<Selection, 'anchor' | 'active'>,
  range: readonly Sample[],
): Selection {
  if (selection.anchor !== anchor || selection.active !== active) return selection
  return { ...selection, chosen: withAll(selection.base, range) }
}

export function add(selection: Selection, samples: readonly Sample[]): Selection {
  const chosen = withAll(selection.chosen, samples)
  return { ...selection, base: chosen, chosen }
}

/** Nothing is selected any more; one stays where one is. */
export function clear({ active }: Selection): Selection {
  return { base: new Map(), chosen: new Map(), anchor: active, active }
}

/** Samples have changed, or (null) are gone. */
export function replace(selection: Selection, changes: ReadonlyMap<string, Sample | null>): Selection {
  const chosen = new Map(selection.chosen)
  for (const [id, sample] of changes) {
    if (!chosen.has(id)) continue
    if (sample) chosen.set(id, sample)
    else chosen.delete(id)
  }
  return { ...selection, base: chosen, chosen }
}

/** Where an arrow leads in a grid of so many columns; it stays inside. */
export function stepFrom(
  index: number,
  arrow: 'ArrowLeft' | 'ArrowRight' | 'ArrowUp' | 'ArrowDown',
  { columns, total }: { columns: number; total: number },
): number {
  const steps = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -columns, ArrowDown: columns }
  const to = index + steps[arrow]
  return to < 0 || to >= total ? index : to
}

function withAll(samples: Samples, added: readonly Sample[]): Samples {
  return new Map([...samples, ...added.map((sample) => [sample.sample_id!, sample] as const)])
}
