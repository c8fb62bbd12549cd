import { TEXT_DATASET_TYPES } from '#contract/codes.ts'
import type { ReadFiles } from './files.ts'
import { isAskedFor, type Reading, type ReadOptions } from './format.ts'
import type { ReadItem } from './record.ts'
import { faultOf } from './record-fault.ts'
import { findTextFiles, placeIn } from './text-files.ts'

/**
 * The files of a tree without any labels: every file of the dataset's kind is a sample, of a text file every line that is
 * not blank. Files of other kinds are passed over (behaviour 2.1).
 */
export const plainFiles: Reading = { name: 'files', isBeside: true, isSettled: true, read }

async function* read(files: ReadFiles, options: ReadOptions): AsyncGenerator<ReadItem> {
  const { after } = options
  if (TEXT_DATASET_TYPES.includes(options.dataset_type)) yield* readPlainTexts(files, options)
  else {
    for await (const { path } of files.list({ after: after?.path })) {
      if (isAskedFor(options, path)) yield { cursor: { path }, record: { path, labels: [], metadata: {} } }
    }
  }
}

async function* readPlainTexts(files: ReadFiles, options: ReadOptions): AsyncGenerator<ReadItem> {
  for await (const file of findTextFiles(files, options, options.isSample)) {
    try {
      yield* readPlainLines(files, file.path, placeIn(file))
    } catch (error) {
      yield { cursor: { path: file.path }, fault: faultOf(error) }
    }
  }
}

/** The lines of a text file, each an unlabelled sample. */
export async function* readPlainLines(
  files: ReadFiles,
  path: string,
  { line = 0, offset = 0 }: { line?: number; offset?: number } = {},
): AsyncGenerator<ReadItem> {
  for await (const found of files.lines(path, { from: { line, offset } })) {
    const cursor = { path, line: found.line, offset: found.end }
    if ('text' in found) {
      yield { cursor, record: { path, line: found.line, text: found.text, labels: [], metadata: {} } }
    } else yield { cursor, fault: { path, line: found.line, reason: found.problem } }
  }
}
