import type { Loss, RecordLabel, SampleRecord } from './record.ts'

const headFields = ['id', 'usage', 'size', 'duration', 'unconfirmed'] as const
/** Besides its name, its type and its property. */
const labelFields = ['id', 'score', 'annotated_by', 'creation_time'] as const

/** Says of a record what is not kept of it, at its path and line. */
export function lossOf({ path, line }: SampleRecord, field: string, reason: string): Loss {
  return { path, ...(line !== undefined && { line }), field, reason }
}

/** What is lost of a record whose file is written at `path`. */
export function pathLosses(record: SampleRecord, path: string): Loss[] {
  return path === record.path ? [] : [lossOf(record, 'path', `becomes ${path}`)]
}

/**
 * The losses of a format that knows labels and little else: what a record says of its sample as a whole, but for the
 * fields that are `held`, like `size` or `metadata.@muster:empty`.
 */
export function headLosses(record: SampleRecord, held: readonly string[]): Loss[] {
  const said = headFields.filter((field) => record[field] !== undefined)
  const all = [...said, ...Object.keys(record.metadata).map((key) => `metadata.${key}`)]
  return all
    .filter((field) => !held.includes(field))
    .map((field) => lossOf(record, field, 'has no place in this format'))
}

/**
 * What a label says beyond its name and type, but for the fields that are `held`, like `score` or `property.iscrowd`: the
 * losses of a format that has no place for it.
 */
export function labelLosses(record: SampleRecord, index: number, held: readonly string[] = []): Loss[] {
  const label = record.labels[index]!
  const said = labelFields.filter((field) => label[field] !== undefined)
  return [...said, ...Object.keys(label.property ?? {}).map((key) => `property.${key}`)]
    .filter((field) => !held.includes(field))
    .map((field) => lossOf(record, `labels[${index}].${field}`, 'has no place in this format'))
}

/**
 * What of a label is another, or has no place, in the label `read` that comes back from what was written. A format that
 * has a place for a field reads it.
 */
export function changedLosses(record: SampleRecord, index: number, read: RecordLabel): Loss[] {
  const given = record.labels[index]!
  const names = [...new Set([...Object.keys(given.property ?? {}), ...Object.keys(read.property ?? {})])]
  const changed = names.filter((key) => JSON.stringify(given.property?.[key]) !== JSON.stringify(read.property?.[key]))
  const same = labelFields.filter((field) => given[field] === read[field])
  return [
    ...changed.map((key) => lossOf(record, `labels[${index}].property.${key}`, 'is another in this format')),
    ...labelLosses(record, index, [...same, ...names.map((key) => `property.${key}`)]),
  ]
}
