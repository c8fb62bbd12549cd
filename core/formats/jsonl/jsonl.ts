import { TEXT_DATASET_TYPES } from '#contract/codes.ts'
import type { ReadFiles } from '#core/formats/files.ts'
import type { Format, ReadOptions } from '#core/formats/format.ts'
import { readPlainLines } from '#core/formats/plain-files.ts'
import type { ReadItem } from '#core/formats/record.ts'
import { catchFault, faultOf } from '#core/formats/record-fault.ts'
import { findTextFiles, placeIn, type TextFile } from '#core/formats/text-files.ts'
import { type Columns, columnsOf } from './columns.ts'
import { readJsonLine } from './read-line.ts'
import { JsonlWriter } from './write-jsonl.ts'

/** In bytes; a line holds one sample with all its labels. */
const longestLine = 16 * 1024 * 1024

/**
 * An object on each line, as doccano has them (formats 11): `label` holds names of classes or entities as
 * [start, end, name]; `entities` and `relations` hold objects. Other keys are metadata. Text files of other kinds are read
 * as unlabelled lines.
 */
export const jsonl: Format = {
  name: 'jsonl',
  dataset_types: TEXT_DATASET_TYPES,
  isWrapping: true,
  read,
  write: (files, options) => new JsonlWriter(files, options),
}

async function* read(files: ReadFiles, options: ReadOptions): AsyncGenerator<ReadItem> {
  const columns = columnsOf(options)
  for await (const file of findTextFiles(files, options, options.isSample)) {
    const { path } = file
    try {
      if (path === options.file || /\.(jsonl|ndjson)$/i.test(path)) yield* readObjects(files, file, columns, options)
      else yield* readPlainLines(files, path, placeIn(file))
    } catch (error) {
      yield { cursor: { path }, fault: faultOf(error) }
    }
  }
}

async function* readObjects(
  files: ReadFiles,
  file: TextFile,
  columns: Columns,
  options: ReadOptions,
): AsyncGenerator<ReadItem> {
  const { path } = file
  for await (const found of files.lines(path, { from: placeIn(file), longest: longestLine })) {
    const { line } = found
    const cursor = { path, line, offset: found.end }
    if ('problem' in found) yield { cursor, fault: { path, line, reason: found.problem } }
    else yield { cursor, ...(await catchFault(async () => readJsonLine(found.text, { path, line }, columns, options))) }
  }
}
