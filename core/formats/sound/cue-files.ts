import { DatasetType } from '#contract/codes.ts'
import { FileFault, type FileLine, type ReadFiles, type WriteFiles } from '#core/formats/files.ts'
import { findOwn } from '#core/formats/find-file.ts'
import {
  type Format,
  isAskedFor,
  type ReadOptions,
  type RecordWriter,
  type WriteOptions,
} from '#core/formats/format.ts'
import { FreePaths } from '#core/formats/free-paths.ts'
import { headLosses, pathLosses } from '#core/formats/losses.ts'
import { belowRoot, withoutEnding } from '#core/formats/paths.ts'
import {
  isFoundEmpty,
  type Loss,
  type ReadRecord,
  type RecordLabel,
  type SampleRecord,
  withIgnored,
} from '#core/formats/record.ts'
import { catchFault } from '#core/formats/record-fault.ts'
import { keys } from '#core/labels/property-keys.ts'
import type { CueTimes } from './cue-times.ts'
import { labelNameOf, type Paragraph, paragraphLabel, paragraphLosses, paragraphsOf } from './paragraphs.ts'

/** What is said in a cue, by one voice. */
export type Said = Pick<Paragraph, 'source' | 'content'>

/** A cue as its file has it. `line` is the line of its times, `text` the lines below them. */
export type Cue = CueTimes & { line: number; text: string[] }

export type CueLine = { line: number; text: string }

/** A format of texts with times in a file beside the sound. */
export type CueSyntax = {
  name: string
  /** `.srt` */
  ending: string
  /** Stands at the beginning of a file. */
  head: string
  /** The cues of a file. What is passed over is added to `ignored`. Throws a `FileFault`. */
  readCues(lines: AsyncIterable<CueLine>, path: string, ignored: string[]): Promise<Cue[]>
  /** What the text of a cue says, and whether there was more than that in it. */
  readText(lines: readonly string[]): { said: Said[]; isFormatted: boolean }
  /** The lines of a text, none of them blank at its ends; their reading back is what is kept. */
  writeText(said: Said): string[]
  /** Everything of a cue above its text. `number` from 1. */
  writeTimes(times: { start: number; end: number }, number: number): string
}

/** In bytes; nobody breaks the lines of what a machine has heard. */
const longestLine = 16 * 1024 * 1024

/**
 * Sounds with a file of cues beside them, each cue a paragraph (formats 11). Without such a file a sound is unlabelled; one
 * without cues says that nobody speaks (formats 4). Option `label_name`.
 */
export function cueFormat(syntax: CueSyntax): Format {
  return {
    name: syntax.name,
    dataset_types: [DatasetType.speechParagraphs],
    isBeside: true,
    read: (files, options) => readSounds(syntax, files, options),
    write: (files, options) => new CueWriter(syntax, files, options),
  }
}

async function* readSounds(syntax: CueSyntax, files: ReadFiles, options: ReadOptions) {
  const name = labelNameOf(options)
  for await (const { path } of files.list({ after: options.after?.path })) {
    if (!isAskedFor(options, path)) continue
    yield { cursor: { path }, ...(await catchFault(() => readSound(syntax, files, path, name))) }
  }
}

/** A bad cue is a fault of the whole sound: the other cues alone would say something else. */
async function readSound(
  syntax: CueSyntax,
  files: ReadFiles,
  path: string,
  name: string | undefined,
): Promise<ReadRecord> {
  const beside = await findOwn(files, withoutEnding(path) + syntax.ending)
  if (beside === undefined) return { record: { path, labels: [], metadata: {} } }
  const ignored: string[] = []
  const lines = files.lines(beside, { blank: true, longest: longestLine })
  const cues = await syntax.readCues(textsOf(lines, beside), beside, ignored)
  const labels: RecordLabel[] = []
  for (const { line, start, end, settings, text } of cues) {
    const { said, isFormatted } = syntax.readText(text)
    if (settings !== undefined) ignored.push(`what stands behind the times in line ${line} of ${beside}`)
    if (isFormatted) ignored.push(`formatting of the cue in line ${line} of ${beside}`)
    for (const one of said) labels.push(paragraphLabel({ start, end, ...one }, name, { path: beside, line }))
  }
  const metadata = labels.length === 0 ? { [keys.empty]: 1 } : {}
  return withIgnored({ path, labels, metadata }, ignored)
}

async function* textsOf(lines: AsyncIterable<FileLine>, path: string): AsyncGenerator<CueLine> {
  for await (const found of lines) {
    if ('problem' in found) throw new FileFault(path, found.problem, found.line)
    yield found
  }
}

class CueWriter implements RecordWriter {
  readonly #syntax: CueSyntax
  readonly #files: WriteFiles
  readonly #name: string | undefined
  readonly #paths = new FreePaths()

  constructor(syntax: CueSyntax, files: WriteFiles, options: WriteOptions) {
    this.#syntax = syntax
    this.#files = files
    this.#name = labelNameOf(options)
  }

  /** Cues stand in the order of their beginnings, as players want them. */
  async add(record: SampleRecord): Promise<readonly Loss[]> {
    const { ending, head, readText, writeText, writeTimes } = this.#syntax
    const target = this.#paths.take(belowRoot(record.path))
    await this.#files.copy(record.path, target)
    const isEmpty = isFoundEmpty(record)
    const losses = [...headLosses(record, isEmpty ? [`metadata.${keys.empty}`] : []), ...pathLosses(record, target)]
    const cues = paragraphsOf(record, losses).map((paragraph, at) => {
      const text = writeText(paragraph)
      losses.push(...paragraphLosses(record, paragraph, { name: this.#name, ...readText(text).said[0] }))
      return [writeTimes(paragraph, at + 1), ...text, '', ''].join('\n')
    })
    // A file without cues would say that nobody speaks.
    if (cues.length > 0 || isEmpty) await this.#files.write(withoutEnding(target) + ending, head + cues.join(''))
    return losses
  }

  async end(): Promise<void> {}
}

/** The text without blank lines above and below it; undefined where nothing is left. */
export function withoutBlankEnds(lines: readonly string[]): string | undefined {
  const isText = (line: string) => line.trim() !== ''
  const first = lines.findIndex(isText)
  return first < 0 ? undefined : lines.slice(first, lines.findLastIndex(isText) + 1).join('\n')
}

/** As the lines of a file: a carriage return ends one for most readers. */
export function linesOf(text: string): string[] {
  return text.split(/\r\n?|\n/)
}
