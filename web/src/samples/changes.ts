import type { LabelType } from '#contract/codes.ts'
import type { DescribeSampleResp, SampleLabel, SampleLabels, SampleMetadataChange } from '#contract/samples.ts'

type Sample = DescribeSampleResp
type LabelName = { name: string; type: LabelType }

/** A sample as it was read, and as it is to be. */
export type Change = { before: Sample; after: Sample }

const HARD = '@modelarts:hard'
const EMPTY = '@muster:empty'

/** How many of the samples carry each label. */
export function countLabels(samples: Iterable<Sample>): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const { labels = [] } of samples) {
    for (const name of new Set(labels.map((label) => label.name!))) counts.set(name, (counts.get(name) ?? 0) + 1)
  }
  return counts
}

/** Gives a label to the samples that lack it. */
export function giveLabel(samples: Iterable<Sample>, label: LabelName): Change[] {
  return changesOf(samples, ({ labels = [], ...sample }) =>
    labels.some(({ name }) => name === label.name) ? null : { ...sample, labels: [...labels, label] },
  )
}

/** Takes a label from the samples that carry it. */
export function takeLabel(samples: Iterable<Sample>, name: string): Change[] {
  return changesOf(samples, ({ labels = [], ...sample }) =>
    labels.some((label) => label.name === name)
      ? { ...sample, labels: labels.filter((label) => label.name !== name) }
      : null,
  )
}

/** Marks samples as hard examples, or no longer: then none of their labels is hard either. */
export function markHard(samples: Iterable<Sample>, hard: boolean): Change[] {
  return changesOf(samples, (sample) => {
    if (isHard(sample) === hard) return null
    const metadata = { ...sample.metadata, [HARD]: hard }
    return hard ? { ...sample, metadata } : { ...sample, metadata, labels: sample.labels?.map(withoutHardMark) ?? [] }
  })
}

/** Marked itself, or by one of its labels. */
export function isHard({ metadata, labels = [] }: Sample): boolean {
  return metadata?.[HARD] === true || labels.some(({ property }) => ['1', 'true'].includes(property?.[HARD] ?? ''))
}

function withoutHardMark({ property, ...label }: SampleLabel): SampleLabel {
  if (property === undefined) return label
  const { [HARD]: _, ...rest } = property
  return { ...label, property: rest }
}

function changesOf(samples: Iterable<Sample>, change: (sample: Sample) => Sample | null): Change[] {
  return [...samples].flatMap((before) => {
    const after = change(before)
    return after ? [{ before, after }] : []
  })
}

/** As the server has it once a change has been written. */
export function written({ after }: Change): Sample {
  const revision = after.muster?.revision
  return revision === undefined ? after : { ...after, muster: { revision: revision + 1 } }
}

/** What undoes a change that was written; it fails where somebody has changed the sample since. */
export function reverse(change: Change): Change {
  const before = written(change)
  return { before, after: { ...change.before, ...(before.muster && { muster: before.muster }) } }
}

/** The wire's form of a change: labels as a whole. Labels take the mark of an empty sample away; it is sent to be kept. */
export function itemOf({ before, after }: Change): SampleLabels {
  const hard = after.metadata?.[HARD]
  const metadata: SampleMetadataChange = {
    ...(hard !== before.metadata?.[HARD] && { [HARD]: hard ?? null }),
    ...(after.metadata?.[EMPTY] !== undefined && { [EMPTY]: after.metadata[EMPTY] }),
  }
  return {
    sample_id: after.sample_id!,
    labels: after.labels ?? [],
    ...(Object.keys(metadata).length > 0 && { metadata }),
    ...(before.muster && { muster: before.muster }),
  }
}
