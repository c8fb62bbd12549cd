import { DatasetType, LabelType } from '#contract/codes.ts'
import { quote } from '#contract/text.ts'
import type { ReadFiles, WriteFiles } from './files.ts'
import type { Format, ReadOptions, RecordWriter, WriteOptions } from './format.ts'
import { headLosses, labelLosses, lossOf } from './losses.ts'
import { OneFile } from './one-file.ts'
import { type Loss, type ReadItem, type SampleRecord, withIgnored } from './record.ts'
import { faultOf } from './record-fault.ts'
import { findTextFiles, placeIn, type TextFile } from './text-files.ts'
import { asLine, isTooLong } from './text-line.ts'

/**
 * Texts as fastText learns from them: on each line `__label__a __label__b text` (formats 11). Labels are read wherever they
 * stand in a line, as fastText does. The writer takes `file`, `texts.txt` unless told.
 */
export const fasttext: Format = {
  name: 'fasttext',
  dataset_types: [DatasetType.textClassification],
  read,
  write: (files, options) => new FasttextWriter(files, options),
}

const prefix = '__label__'

async function* read(files: ReadFiles, options: ReadOptions): AsyncGenerator<ReadItem> {
  for await (const file of findTextFiles(files, options, options.isSample)) {
    try {
      yield* readLines(files, file)
    } catch (error) {
      yield { cursor: { path: file.path }, fault: faultOf(error) }
    }
  }
}

async function* readLines(files: ReadFiles, file: TextFile): AsyncGenerator<ReadItem> {
  const { path } = file
  for await (const found of files.lines(path, { from: placeIn(file) })) {
    const { line } = found
    const cursor = { path, line, offset: found.end }
    const { text, names } = splitLine('text' in found ? found.text : '')
    const problem = 'problem' in found ? found.problem : problemOf(text, names)
    if (problem !== undefined) {
      yield { cursor, fault: { path, line, reason: problem } }
      continue
    }
    const once = [...new Set(names)]
    const again = names.filter((name, index) => names.indexOf(name) < index)
    const labels = once.map((name) => ({ name, type: LabelType.textClassification, property: {} }))
    const ignored = again.map((name) => `the label ${quote(name)}, said again`)
    yield { cursor, ...withIgnored({ path, line, text, labels, metadata: {} }, ignored) }
  }
}

/** A label goes with one space: behind it at the beginning of the line, else before it. */
function splitLine(line: string): { text: string; names: string[] } {
  const names: string[] = []
  let text = line
  for (let found = first.exec(text); found; found = first.exec(text)) {
    names.push(found[1]!)
    text = text.slice(found[0].length)
  }
  text = text.replace(further, (_, name: string) => {
    names.push(name)
    return ''
  })
  return { text, names }
}

const first = /^__label__([^ \t\v\f]*)(?:[ \t\v\f]|$)/
const further = /[ \t\v\f]__label__([^ \t\v\f]*)(?=[ \t\v\f]|$)/g

function problemOf(text: string, names: readonly string[]): string | undefined {
  if (names.includes('')) return `has a ${prefix} without a name`
  return text.trim() === '' ? 'has labels, but no text' : undefined
}

class FasttextWriter implements RecordWriter {
  readonly #file: OneFile

  constructor(files: WriteFiles, { file = 'texts.txt' }: WriteOptions) {
    this.#file = new OneFile(files, file)
  }

  async add(record: SampleRecord): Promise<readonly Loss[]> {
    if (record.text === undefined) return [lossOf(record, '', 'is no text')]
    const losses = headLosses(record, [])
    const text = asLine(record.text).replace(/(?<=^|[ \t\v\f])__label__/g, '__label: ')
    if (text !== record.text)
      losses.push(lossOf(record, 'text', 'holds what would be read as the end of a line or a label'))
    const names = new Set<string>()
    for (const [index, { name = '' }] of record.labels.entries()) {
      const word = name.replace(/[ \t\v\f\r\n]/g, '_')
      if (word === '' || names.has(word)) {
        losses.push(lossOf(record, `labels[${index}]`, 'has no name of its own without spaces'))
        continue
      }
      names.add(word)
      losses.push(...labelLosses(record, index))
      if (word !== name) losses.push(lossOf(record, `labels[${index}].name`, `becomes ${quote(word)}`))
    }
    const line = [...[...names].map((name) => prefix + name), text].join(' ')
    // Where a text has no line the line stays blank, so that all others keep their numbers.
    await this.#file.write(isTooLong(line) ? '\n' : `${line}\n`)
    return isTooLong(line) ? [lossOf(record, '', 'is longer than a line may be')] : losses
  }

  async end(): Promise<void> {
    await this.#file.close()
  }
}
