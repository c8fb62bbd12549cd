import type { DatasetType } from '#contract/codes.ts'
import type { Format } from '#core/formats/format.ts'
import { formats } from '#server/imports/formats.ts'

/** The format of this name, if datasets of the type can be written so (formats 11). */
export function writerOf(name: string, dataset_type: DatasetType): Format | undefined {
  return writersFor(dataset_type).find((format) => format.name === name)
}

export function writersFor(dataset_type: DatasetType): Format[] {
  return formats.filter(({ dataset_types }) => dataset_types.includes(dataset_type))
}
