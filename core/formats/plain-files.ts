import { TEXT_DATASET_TYPES } from '#contract/codes.ts'
import type { ReadFiles } from './files.ts'
import type { ReadOptions } from './format.ts'
import type { ReadItem } from './record.ts'

/**
 * The files of a tree without any labels: every file of the dataset's kind is a sample, of a text file every line that is
 * not blank. Files of other kinds are passed over (behaviour 2.1).
 */
export async function* readPlainFiles(files: ReadFiles, options: ReadOptions): AsyncGenerator<ReadItem> {
  const { after, isSample } = options
  const isText = TEXT_DATASET_TYPES.includes(options.dataset_type)
  if (isText && after?.path !== undefined && after.line !== undefined) yield* readPlainLines(files, after.path, after)
  for await (const { path } of files.list({ after: after?.path })) {
    if (!isSample(path)) continue
    if (isText) yield* readPlainLines(files, path)
    else yield { cursor: { path }, record: { path, labels: [], metadata: {} } }
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
