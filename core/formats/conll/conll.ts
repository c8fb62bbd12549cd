import { DatasetType, LabelType } from '#contract/codes.ts'
import { quote } from '#contract/text.ts'
import type { ReadFiles } from '#core/formats/files.ts'
import type { Format, ReadOptions } from '#core/formats/format.ts'
import { type Cursor, type ReadItem, type RecordLabel, type SampleRecord, withIgnored } from '#core/formats/record.ts'
import { faultOf } from '#core/formats/record-fault.ts'
import { findTextFiles, placeIn, type TextFile } from '#core/formats/text-files.ts'
import { keys } from '#core/labels/property-keys.ts'
import { isTag, readTags } from './tags.ts'
import { longestSample, placeWords } from './tokens.ts'
import { ConllWriter } from './write-conll.ts'

/**
 * A token and its tag on each line, a blank line behind each sample (formats 11). The first column is the token, the last
 * the tag; columns are parted by Tabs, or by spaces where there is none. The text of a sample are its tokens with one space
 * between them.
 */
export const conll: Format = {
  name: 'conll',
  dataset_types: [DatasetType.namedEntities],
  isWrapping: true,
  read,
  write: (files, options) => new ConllWriter(files, options),
}

async function* read(files: ReadFiles, options: ReadOptions): AsyncGenerator<ReadItem> {
  for await (const file of findTextFiles(files, options, options.isSample)) {
    try {
      yield* readSamples(files, file)
    } catch (error) {
      yield { cursor: { path: file.path }, fault: faultOf(error) }
    }
  }
}

async function* readSamples(files: ReadFiles, file: TextFile): AsyncGenerator<ReadItem> {
  const { path } = file
  let lines: SampleLines | undefined
  let remark: number | undefined
  for await (const found of files.lines(path, { from: placeIn(file) })) {
    // Blank lines are passed over: where one was, numbers are left out.
    if (lines && lines.last + 1 < found.line) {
      yield lines.item()
      lines = undefined
    }
    const columns = 'text' in found ? columnsOf(found.text) : []
    const isHead = columns[0] === '-DOCSTART-'
    if (isHead && lines) yield lines.item()
    if (isHead) lines = undefined
    else if (!lines && isRemark(columns)) remark ??= found.line
    else {
      lines ??= new SampleLines(path, found.line, remark)
      remark = undefined
      const problem = 'problem' in found ? found.problem : problemOf(columns)
      lines.add({ line: found.line, offset: found.end }, columns, problem)
    }
  }
  if (lines) yield lines.item()
}

function columnsOf(line: string): string[] {
  let end = line.length
  while (line[end - 1] === ' ' || line[end - 1] === '\t') end--
  const text = line.slice(0, end)
  return text.includes('\t') ? text.split('\t') : text.split(/ +/)
}

/** Above a sample, as `# id 12 domain=en`; a token of that sign has a tag. */
function isRemark([token = '', ...others]: readonly string[]): boolean {
  return (token === '#' || token.startsWith('# ')) && others.length > 0 && !isTag(others.at(-1)!)
}

function problemOf(columns: readonly string[]): string | undefined {
  const [token, tag] = [columns[0]!, columns.at(-1)!]
  if (columns.length < 2) return 'has no tag behind its token'
  if (token.trim() === '') return 'has no token before its tag'
  return isTag(tag) ? undefined : `has the tag ${quote(tag)}, which is neither O nor one as B-name`
}

/** The lines of one sample. A bad line is a fault of the whole sample: a text without it would be another. */
class SampleLines {
  readonly #path: string
  readonly #line: number
  readonly #tokens: string[] = []
  readonly #tags: string[] = []
  #length = 0
  #end: Cursor = {}
  #problem: { line: number; reason: string } | undefined

  readonly #remark: number | undefined

  /** `remark`: the line of what is remarked above them and has no place in a sample. */
  constructor(path: string, line: number, remark: number | undefined) {
    this.#path = path
    this.#line = line
    this.#remark = remark
  }

  get last(): number {
    return this.#end.line!
  }

  add(end: { line: number; offset: number }, columns: readonly string[], problem: string | undefined): void {
    this.#end = { path: this.#path, ...end }
    if (this.#problem) return
    this.#length += (columns[0]?.length ?? 0) + 1
    if (problem !== undefined) this.#problem = { line: end.line, reason: problem }
    else if (this.#length > longestSample) {
      const reason = `begins a sample of more than ${longestSample} characters without a blank line`
      this.#problem = { line: this.#line, reason }
    }
    if (!this.#problem) {
      this.#tokens.push(columns[0]!)
      this.#tags.push(columns.at(-1)!)
    }
  }

  item(): ReadItem {
    const [cursor, path] = [this.#end, this.#path]
    if (this.#problem) return { cursor, fault: { path, ...this.#problem } }
    const places = placeWords(this.#tokens)
    const labels = readTags(this.#tags).map(({ name, first, last }): RecordLabel => {
      const property = { [keys.startIndex]: places[first]!.start, [keys.endIndex]: places[last]!.end }
      return { name, type: LabelType.namedEntity, property }
    })
    const record: SampleRecord = { path, line: this.#line, text: this.#tokens.join(' '), labels, metadata: {} }
    return { cursor, ...withIgnored(record, this.#remark === undefined ? [] : [`the remark in line ${this.#remark}`]) }
  }
}
