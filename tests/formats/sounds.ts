import type fc from 'fast-check'
import { DatasetType } from '#contract/codes.ts'
import type { SampleRecord } from '#core/formats/record.ts'
import { records } from './arbitraries.ts'

/** Sounds with everything, their paragraphs in the order of their beginnings: formats of speech keep no other. */
export const paragraphRecords: fc.Arbitrary<SampleRecord[]> = records({
  dataset_type: DatasetType.speechParagraphs,
}).map((found) =>
  found.map((record) => ({
    ...record,
    labels: record.labels.toSorted((a, b) => (startOf(a) < startOf(b) ? -1 : startOf(a) > startOf(b) ? 1 : 0)),
  })),
)

function startOf({ property }: SampleRecord['labels'][0]): string {
  return String(property?.['@modelarts:start_time'])
}
