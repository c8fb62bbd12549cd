import type { FileLine, LinePlace, ReadFiles } from '#core/formats/files.ts'
import type { ReadOptions } from '#core/formats/format.ts'
import type { ReadItem, ReadRecord, RecordFault } from '#core/formats/record.ts'
import { catchFault, faultOf } from '#core/formats/record-fault.ts'

/** Lines of a file that follow each other: behind `from`, from line `first` to line `last`. */
export type LineRun = { path: string; from: LinePlace; first: number; last: number }

/** In bytes; a line holds a sentence or two. */
const longestLine = 1024 * 1024

/** Which lines say something of which sound: lines of one sound need not stand together. Only their places are held. */
export class LineRuns {
  readonly runs = new Map<string, LineRun[]>()

  add(key: string, run: LineRun): void {
    const found = this.runs.get(key)
    const before = found?.at(-1)
    if (before?.path === run.path && before.last === run.from.line) before.last = run.last
    else if (found) found.push({ ...run })
    else this.runs.set(key, [{ ...run }])
  }
}

/** Every line of the files that are read, each as a run of its own; a file that cannot be read is a fault. */
export async function* findLines(
  files: ReadFiles,
  { file }: Pick<ReadOptions, 'file'>,
  ending: RegExp,
): AsyncGenerator<{ run: LineRun; found: FileLine } | { fault: RecordFault }> {
  const paths = file === undefined ? files.list() : [{ path: file }]
  for await (const { path } of paths) {
    if (path !== file && !ending.test(path)) continue
    let from: LinePlace = { line: 0, offset: 0 }
    try {
      for await (const found of files.lines(path, { longest: longestLine })) {
        yield { run: { path, from, first: found.line, last: found.line }, found }
        from = { line: found.line, offset: found.end }
      }
    } catch (error) {
      yield { fault: faultOf(error) }
    }
  }
}

export type SoundLine = { path: string; line: number; text: string }

/** How a format finds the lines of each sound, and reads them. */
export type ScatteredLines = {
  /** Answers faults of lines that belong to no sound, always in the same order; fills `runs` by the paths of sounds. */
  index(runs: LineRuns): AsyncIterable<RecordFault>
  /** Throws a `FileFault`: a bad line is one of the whole sound. */
  readSound(path: string, lines: AsyncIterable<SoundLine>): Promise<ReadRecord>
}

/** First the lines that name no sound, then all sounds in the order of their paths; one without a line is unlabelled. */
export async function* readScattered(
  files: ReadFiles,
  { after, isSample }: ReadOptions,
  { index, readSound }: ScatteredLines,
): AsyncGenerator<ReadItem> {
  const byPath = new LineRuns()
  let faults = 0
  for await (const fault of index(byPath)) {
    faults++
    if (after === undefined || (after.path === undefined && faults > (after.index ?? 0))) {
      yield { cursor: { index: faults }, fault }
    }
  }
  for await (const { path } of files.list({ after: after?.path })) {
    if (!isSample(path)) continue
    const runs = byPath.runs.get(path)
    if (runs === undefined) yield { cursor: { path }, record: { path, labels: [], metadata: {} } }
    else yield { cursor: { path }, ...(await catchFault(() => readSound(path, textsIn(files, runs)))) }
  }
}

async function* textsIn(files: ReadFiles, runs: readonly LineRun[]): AsyncGenerator<SoundLine> {
  for (const { path, from, last } of runs) {
    for await (const found of files.lines(path, { from, longest: longestLine })) {
      if (found.line > last) break
      if ('text' in found) yield { path, line: found.line, text: found.text }
    }
  }
}
