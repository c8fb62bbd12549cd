import type { ReadFiles } from '#core/formats/files.ts'
import type { ReadOptions } from '#core/formats/format.ts'
import { readLabelFolders } from '#core/formats/label-folders.ts'
import { readPlainFiles } from '#core/formats/plain-files.ts'
import type { ReadItem } from '#core/formats/record.ts'

type Reader = (files: ReadFiles, options: ReadOptions) => AsyncIterable<ReadItem>

/** The formats that an import reads, by the names of `muster: {format}` (formats 11). */
export const readers: Readonly<Record<string, Reader>> = {
  files: readPlainFiles,
  folders: readLabelFolders,
}
