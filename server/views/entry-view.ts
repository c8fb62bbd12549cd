import { type EntryOfSample, readEntries } from '#adapters/sql/entry-lists.ts'
import { findPeople } from '#adapters/sql/people.ts'
import { entryStateOf } from '#adapters/sql/state-codes.ts'
import type { Db } from '#adapters/sql/store.ts'
import type { DatasetRow, EntryRow } from '#adapters/sql/tables.ts'
import type { DescribeSampleResp } from '#contract/samples.ts'
import { entryMetadata } from '#core/labels/entry-metadata.ts'
import type { StoredLabel } from '#core/labels/label.ts'
import type { LabelSet } from '#core/labels/label-set.ts'
import type { Metadata } from '#core/labels/metadata.ts'
import { toWireLabels } from '#core/labels/wire-labels.ts'
import type { Services } from '#server/services.ts'
import { factsOf, hardDetails, type SampleParts, type ViewServices, viewFile, viewLabeler } from './sample-view.ts'

/** Entries of a team task by their keys, as the wire shows them, in the order of the keys. */
export function viewEntries(
  services: Services,
  { dataset, labelSet, entry_keys }: { dataset: DatasetRow; labelSet: LabelSet; entry_keys: readonly number[] },
): Promise<DescribeSampleResp[]> {
  return services.store.snapshot(async (db) => {
    const entries = await readEntries(
      db,
      [...entry_keys].sort((a, b) => a - b),
    )
    return viewEntryRows(services, db, { dataset, labelSet, entries })
  })
}

/** Entries as members and owner see them: what one worker drew, and what became of it. */
export async function viewEntryRows(
  services: ViewServices,
  db: Db,
  { entries, ...parts }: SampleParts & { entries: readonly EntryOfSample[] },
): Promise<DescribeSampleResp[]> {
  const people = await findPeople(
    db,
    entries.map(({ entry }) => entry.worker_id),
  )
  return entries.map(({ entry, sample }) => {
    const labels: StoredLabel[] = JSON.parse(entry.labels)
    const own: Metadata = JSON.parse(entry.metadata)
    return {
      ...viewFile(services, sample, parts),
      sample_status: entryStateOf(entry.state),
      worker_id: entry.worker_id,
      labels: toWireLabels(labels, parts.labelSet),
      metadata: { ...factsOf(sample), ...entryMetadata(JSON.parse(sample.metadata), own) },
      ...hardDetails(own, labels),
      labelers: viewLabeler(people.get(entry.worker_id)),
      ...viewVerdicts(entry),
      muster: { revision: entry.revision },
    }
  })
}

/** What reviewer and owner said; only what they said is shown. The overall score is the owner's, else the reviewer's. */
function viewVerdicts(entry: EntryRow): DescribeSampleResp {
  const { review_accept, review_score, review_comment, check_accept, check_score, check_comment } = entry
  const score = check_score ?? review_score
  return {
    ...(review_accept !== null && { review_accept: review_accept === 1 }),
    ...(review_score !== null && { review_score }),
    ...(review_comment !== null && { review_comment }),
    ...(check_accept !== null && { check_accept: check_accept === 1 }),
    ...(check_score !== null && { check_score }),
    ...(check_comment !== null && { check_comment }),
    ...(score !== null && { score }),
  }
}
