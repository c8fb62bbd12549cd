import type { ReadFiles } from './files.ts'
import type { ReadOptions } from './format.ts'
import type { ReadItem } from './record.ts'

/** Reads one document, on behind `options.after` where that has an index; a document that is done with has none. */
type ReadDocument = (path: string, options: ReadOptions) => AsyncIterable<ReadItem>

/** Reads the documents of a tree, each with the records of many samples, by their ending; or the one file of the options. */
export async function* readDocuments(
  files: ReadFiles,
  options: ReadOptions,
  { ending, read }: { ending: RegExp; read: ReadDocument },
): AsyncGenerator<ReadItem> {
  const { after, ...fresh } = options
  const { file } = fresh
  if (after?.path !== undefined && after.index !== undefined) yield* read(after.path, options)
  if (file !== undefined) {
    if (after === undefined) yield* read(file, fresh)
    return
  }
  for await (const { path } of files.list({ after: after?.path })) {
    if (ending.test(path)) yield* read(path, fresh)
  }
}
