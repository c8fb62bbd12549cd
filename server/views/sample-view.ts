import { findPeopleByEmail, type Person } from '#adapters/sql/people.ts'
import { SampleFacet } from '#adapters/sql/state-codes.ts'
import type { Db } from '#adapters/sql/store.ts'
import type { DatasetRow, SampleRow } from '#adapters/sql/tables.ts'
import { HARD_REASONS, type SampleType, WorkerRole } from '#contract/codes.ts'
import type { DescribeSampleResp, HardDetail } from '#contract/samples.ts'
import type { Worker } from '#contract/workers.ts'
import { hardReasonsOf } from '#core/labels/hard-reasons.ts'
import type { StoredLabel } from '#core/labels/label.ts'
import type { LabelSet } from '#core/labels/label-set.ts'
import type { Metadata } from '#core/labels/metadata.ts'
import { keys } from '#core/labels/property-keys.ts'
import { toWireLabels } from '#core/labels/wire-labels.ts'
import { sourceOf } from '#server/files/source.ts'
import type { Services } from '#server/services.ts'

export type ViewServices = Pick<Services, 'config' | 'keys' | 'now'>

/** What all samples of one answer share. */
export type SampleParts = {
  dataset: Pick<DatasetRow, 'dataset_id' | 'project_id'>
  labelSet: LabelSet
  /** How images are to be shown: carried in the addresses of the answer. */
  process_parameter?: string | undefined
}

/** Samples as the dataset shows them; with `predictions` the labels that wait to be confirmed take the place of its own. */
export async function viewSamples(
  services: ViewServices,
  db: Db,
  { samples, predictions, ...parts }: SampleParts & { samples: readonly SampleRow[]; predictions: boolean },
): Promise<DescribeSampleResp[]> {
  const emails = samples.flatMap(({ labelers }) => emailsOf(JSON.parse(labelers)))
  const people = await findPeopleByEmail(db, parts.dataset.project_id, emails)
  return samples.map((sample) => {
    const labels: StoredLabel[] = JSON.parse(predictions ? (sample.prediction ?? '[]') : sample.labels)
    const metadata: Metadata = JSON.parse(sample.metadata)
    const named = predictions ? labels : labels.map((label) => ({ ...annotatedBy(sample.annotated_by), ...label }))
    return {
      ...viewFile(services, sample, parts),
      sample_status: sample.state === SampleFacet.labelled ? 'MANUAL_ANNOTATION' : 'UN_ANNOTATION',
      labels: toWireLabels(named, parts.labelSet),
      metadata: { ...factsOf(sample), ...metadata },
      ...hardDetails(metadata, labels),
      labelers: emailsOf(JSON.parse(sample.labelers)).flatMap((email) => viewLabeler(people.get(email))),
      muster: { revision: sample.revision },
    }
  })
}

/** What dataset and team tasks show alike: the file and what is known of it. */
export function viewFile(
  services: ViewServices,
  sample: SampleRow,
  { dataset, process_parameter }: SampleParts,
): DescribeSampleResp {
  return {
    sample_id: sample.sample_id,
    sample_type: sample.sample_type as SampleType,
    sample_name: sample.sample_name,
    sample_dir: sample.sample_dir,
    sample_size: sample.sample_size,
    sample_time: sample.sample_time,
    source: sourceOf(services, dataset.dataset_id, sample.sample_id, process_parameter),
    ...(sample.content !== null && { sample_data: [sample.content] }),
  }
}

/** Metadata that the server knows by itself; what was sent stands above it. */
export function factsOf({ width, height, depth, orientation }: SampleRow): Metadata {
  const size = width === null || height === null ? {} : { [keys.size]: [width, height, depth ?? 3] }
  const turn = (orientation ?? 1) === 1 ? {} : { [keys.orientation]: orientation }
  return { [keys.importOrigin]: 0, ...size, ...turn }
}

/** Why the sample or one of its labels is hard, in words; nothing when no reason is given. */
export function hardDetails(
  metadata: Metadata,
  labels: readonly StoredLabel[],
): Pick<DescribeSampleResp, 'hard_details'> {
  const reasons = hardReasonsOf(metadata, labels)
  if (reasons.length === 0) return {}
  return { hard_details: Object.fromEntries(reasons.map((id) => [String(id), hardDetail(id)])) }
}

export function hardDetail(id: number): HardDetail {
  return { id, reason: HARD_REASONS[id]! }
}

/** A member who labels: whatever he may be elsewhere, here he is a labeler. */
export function viewLabeler(person: Person | undefined): Worker[] {
  if (!person) return []
  const { worker_id, email } = person
  return [{ ...(email !== null && { email }), worker_id, role: WorkerRole.labeler }]
}

/** Labels that an acceptance or the owner wrote show who it was (behaviour 5.4); what an import said stays as it came. */
function annotatedBy(name: string | null): { annotated_by?: string } {
  return name === null ? {} : { annotated_by: name }
}

/** The addresses among the names of D48; accounts have none. */
function emailsOf(names: readonly string[]): string[] {
  return names.flatMap((name) => /^human\/([^/]+@[^/]+)$/.exec(name)?.[1] ?? [])
}
