import type { ReadFiles } from './files.ts'
import type { ReadOptions } from './format.ts'
import type { Cursor } from './record.ts'

/** A text file to be read, behind `after` where the reading goes on within it. */
export type TextFile = { path: string; after?: Cursor }

/**
 * The text files a reader has left to read: the one file that was named, or those of the tree that are wanted. A cursor
 * with a line lies within its file, one without it behind the file.
 */
export async function* findTextFiles(
  files: ReadFiles,
  { file, after }: Pick<ReadOptions, 'file' | 'after'>,
  isWanted: (path: string) => boolean,
): AsyncGenerator<TextFile> {
  if (after?.path !== undefined && after.line !== undefined) yield { path: after.path, after }
  if (file !== undefined) {
    if (after === undefined) yield { path: file }
    return
  }
  for await (const { path } of files.list({ after: after?.path })) if (isWanted(path)) yield { path }
}

/** Where to go on in a file that is read by lines. */
export function placeIn({ after }: TextFile): { line: number; offset: number } {
  return { line: after?.line ?? 0, offset: after?.offset ?? 0 }
}

/** Whether a text file has cells, after RFC 4180. */
export function isTable(path: string): boolean {
  return /\.csv$/i.test(path)
}
