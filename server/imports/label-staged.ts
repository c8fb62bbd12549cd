import { keys } from '#core/labels/property-keys.ts'
import { isRefusal } from '#core/refusal.ts'
import { type LabelledSample, labelNewSample } from '#server/usecases/label-new-sample.ts'
import type { RelabelledSample } from '#server/usecases/label-samples.ts'
import type { PredictedSample } from '#server/usecases/predict-labels.ts'
import { saysTheSame } from './follow-file.ts'
import { authorOf, type LabelRules, readRecord } from './label-records.ts'
import { changesOf, type Problem, problemOf } from './problems.ts'
import type { FreshSample, KnownSample } from './sort-records.ts'

/** Samples as they come into the dataset; what their labels cannot be is told, and they come without these. */
export function labelFresh(fresh: readonly FreshSample[], rules: LabelRules) {
  const problems: Problem[] = []
  const samples = fresh.map((item): LabelledSample => {
    const { record } = item
    const sample = { ...item.sample, duration: item.sample.duration ?? record.duration ?? null }
    const metadata = JSON.parse(sample.metadata)
    const read = readRecord({ record, sample: { ...sample, sample_key: 0 }, metadata }, rules)
    if (isRefusal(read)) problems.push(problemOf(item, 'failed', `is imported without its labels: ${read.error_msg}`))
    else problems.push(...changesOf(item, sample))
    const { by, time } = authorOf(record, rules)
    return {
      ...labelNewSample(sample, {
        ...(isRefusal(read) ? { labels: [], metadata } : read),
        final: record.unconfirmed !== true,
        by,
        time,
      }),
      sample_usage: record.usage ?? null,
    }
  })
  return { samples, problems }
}

/** What samples of the dataset take from their records, as labels or as proposals; those that say nothing new are not among them. */
export function labelKnown(known: readonly KnownSample[], rules: LabelRules, follows: boolean) {
  const problems: Problem[] = []
  const final: RelabelledSample[] = []
  const unconfirmed: PredictedSample[] = []
  for (const { staged, before } of known) {
    const { record } = staged
    const read = readRecord({ record, sample: before, metadata: JSON.parse(before.metadata) }, rules)
    if (isRefusal(read)) {
      problems.push(problemOf(staged, 'failed', `keeps its labels: ${read.error_msg}`))
      continue
    }
    const { labels } = read
    if (follows && saysTheSame(before, { record, labels })) continue
    problems.push(...changesOf(staged, before))
    const metadata = follows ? { ...read.metadata, [keys.synchronized]: rules.now } : read.metadata
    const given = { before, labels, metadata, sample_usage: record.usage }
    if (record.unconfirmed) unconfirmed.push(given)
    else final.push({ ...given, annotated_by: authorOf(record, rules).by })
  }
  return { final, unconfirmed, problems }
}
