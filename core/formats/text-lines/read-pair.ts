import { FileFault, type FileLine, type ReadFiles } from '#core/formats/files.ts'
import { splitEnding } from '#core/formats/paths.ts'
import type { ReadItem } from '#core/formats/record.ts'
import { placeIn, type TextFile } from '#core/formats/text-files.ts'
import { readNames } from './read-names.ts'

const tail = '_result'

/** `a/b.txt` → `a/b_result.txt`: where the labels of a text file stand (formats 6). */
export function resultBeside(path: string): string {
  const [stem, ending] = splitEnding(path)
  return `${stem}${tail}${ending}`
}

/** The text file whose labels a file would hold by its name, or undefined. */
export function textOfResult(path: string): string | undefined {
  const [stem, ending] = splitEnding(path)
  return stem.endsWith(tail) ? stem.slice(0, -tail.length) + ending : undefined
}

/**
 * Reads a text file with the file of its labels, line n of the one with line n of the other; a blank line there says that
 * the text has none. Files of unequal length say nothing about any line, so nothing is read of them; blank lines at the
 * ends do not count, for editors add and remove them.
 */
export async function* readPair(
  files: ReadFiles,
  file: TextFile,
  result: string,
  separator: string,
): AsyncGenerator<ReadItem> {
  const { path } = file
  if (!file.after) await compareLengths(files, path, result)
  const labels = new Lines(files.lines(result, { blank: true }))
  try {
    for await (const found of files.lines(path, { from: placeIn(file), blank: true })) {
      const { line } = found
      const item = readPlace(path, found, result, await labels.find(line), separator)
      if (item) yield { cursor: { path, line, offset: found.end }, ...item }
    }
  } finally {
    await labels.close()
  }
}

type Item = ReturnType<typeof readNames> | { fault: { path: string; line: number; reason: string } }

function readPlace(
  path: string,
  found: FileLine,
  result: string,
  labels: FileLine | undefined,
  separator: string,
): Item | undefined {
  const { line } = found
  if ('problem' in found) return { fault: { path, line, reason: found.problem } }
  if (labels && 'problem' in labels) return { fault: { path: result, line, reason: labels.problem } }
  const names = labels?.text.trim() ? labels.text : undefined
  if (found.text.trim() !== '') return readNames({ path, line, text: found.text }, names, separator)
  return names === undefined ? undefined : { fault: { path: result, line, reason: `labels a blank line of ${path}` } }
}

async function compareLengths(files: ReadFiles, path: string, result: string): Promise<void> {
  const [texts, labels] = [await countLines(files, path), await countLines(files, result)]
  if (labels.lines >= texts.filled && labels.filled <= texts.lines) return
  // A file in another encoding ends at its first line.
  for (const [name, { problem }] of [[path, texts] as const, [result, labels] as const]) {
    if (problem !== undefined) throw new FileFault(name, problem, 1)
  }
  throw new FileFault(result, `has ${linesOf(labels.lines)}, but ${path} has ${linesOf(texts.lines)}`)
}

type Count = { lines: number; filled: number; problem?: string }

/** All lines, those up to the last that is not blank, and what is wrong with the first. */
async function countLines(files: ReadFiles, path: string): Promise<Count> {
  const count: Count = { lines: 0, filled: 0 }
  for await (const found of files.lines(path, { blank: true })) {
    count.lines = found.line
    if ('problem' in found || found.text.trim() !== '') count.filled = found.line
    if ('problem' in found && found.line === 1) count.problem = found.problem
  }
  return count
}

function linesOf(count: number): string {
  return count === 1 ? '1 line' : `${count} lines`
}

/** Lines that are asked for in their order. */
class Lines {
  readonly #lines: AsyncIterator<FileLine>
  #last: FileLine | undefined

  constructor(lines: AsyncIterable<FileLine>) {
    this.#lines = lines[Symbol.asyncIterator]()
  }

  async find(line: number): Promise<FileLine | undefined> {
    while ((this.#last?.line ?? 0) < line) {
      const next = await this.#lines.next()
      if (next.done) return undefined
      this.#last = next.value
    }
    return this.#last
  }

  async close(): Promise<void> {
    await this.#lines.return?.()
  }
}
