import { lossOf } from './head-losses.ts'
import { labelLosses } from './label-losses.ts'
import type { Loss, RecordLabel, SampleRecord } from './record.ts'

const fields = ['id', 'score', 'annotated_by', 'creation_time'] as const

/**
 * What of a label is another, or has no place, in the label `read` that comes back from what was written. A format that
 * has a place for a field reads it.
 */
export function changedLosses(record: SampleRecord, index: number, read: RecordLabel): Loss[] {
  const given = record.labels[index]!
  const names = [...new Set([...Object.keys(given.property ?? {}), ...Object.keys(read.property ?? {})])]
  const changed = names.filter((key) => JSON.stringify(given.property?.[key]) !== JSON.stringify(read.property?.[key]))
  const same = fields.filter((field) => given[field] === read[field])
  return [
    ...changed.map((key) => lossOf(record, `labels[${index}].property.${key}`, 'is another in this format')),
    ...labelLosses(record, index, [...same, ...names.map((key) => `property.${key}`)]),
  ]
}
