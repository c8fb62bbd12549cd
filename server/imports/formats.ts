import type { ReadFiles } from '#core/formats/files.ts'
import type { Format, ReadOptions } from '#core/formats/format.ts'
import { labelFolders } from '#core/formats/label-folders.ts'
import { labelTexts } from '#core/formats/label-texts.ts'
import { readPlainFiles } from '#core/formats/plain-files.ts'
import type { ReadItem } from '#core/formats/record.ts'

type Reader = (files: ReadFiles, options: ReadOptions) => AsyncIterable<ReadItem>

const formats: readonly Format[] = [labelFolders, labelTexts]

/** The formats that an import reads, by the names of `muster: {format}` (formats 11). */
export const readers: Readonly<Record<string, Reader>> = {
  files: readPlainFiles,
  ...Object.fromEntries(formats.map(({ name, read }) => [name, read])),
}
