import type { ReadFiles } from './files.ts'
import { PictureFinder } from './find-picture.ts'
import type { ReadOptions } from './format.ts'
import type { ReadItem } from './record.ts'

/** Reads one document, on behind `options.after` where that has an index; a document that is done with has none. */
type ReadDocument = (path: string, options: ReadOptions, finder: PictureFinder) => AsyncIterable<ReadItem>

/**
 * Reads the documents of a tree, each with the records of many samples, by their ending; or the one file of the options. One
 * finder looks for the files that all of them name.
 */
export async function* readDocuments(
  files: ReadFiles,
  options: ReadOptions,
  { ending, read }: { ending: RegExp; read: ReadDocument },
): AsyncGenerator<ReadItem> {
  const { after, ...fresh } = options
  const { file } = fresh
  const finder = new PictureFinder(files, options.isSample)
  if (after?.path !== undefined && after.index !== undefined) yield* read(after.path, options, finder)
  if (file !== undefined) {
    if (after === undefined) yield* read(file, fresh, finder)
    return
  }
  for await (const { path } of files.list({ after: after?.path })) {
    if (ending.test(path)) yield* read(path, fresh, finder)
  }
}
