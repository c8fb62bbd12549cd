import type { Loss, SampleRecord } from './record.ts'

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
  const fields = (['id', 'usage', 'size', 'duration', 'unconfirmed'] as const).filter(
    (field) => record[field] !== undefined,
  )
  const all = [...fields, ...Object.keys(record.metadata).map((key) => `metadata.${key}`)]
  return all
    .filter((field) => !held.includes(field))
    .map((field) => lossOf(record, field, 'has no place in this format'))
}
