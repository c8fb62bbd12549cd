import { lossOf } from './head-losses.ts'
import type { Loss, SampleRecord } from './record.ts'

/**
 * What a label says beyond its name and type, but for the fields that are `held`, like `score` or `property.iscrowd`: the
 * losses of a format that has no place for it.
 */
export function labelLosses(record: SampleRecord, index: number, held: readonly string[] = []): Loss[] {
  const label = record.labels[index]!
  const fields = (['id', 'score', 'annotated_by', 'creation_time'] as const).filter(
    (field) => label[field] !== undefined,
  )
  return [...fields, ...Object.keys(label.property ?? {}).map((key) => `property.${key}`)]
    .filter((field) => !held.includes(field))
    .map((field) => lossOf(record, `labels[${index}].${field}`, 'has no place in this format'))
}
