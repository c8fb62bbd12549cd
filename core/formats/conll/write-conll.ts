import { quote } from '#contract/text.ts'
import type { WriteFiles } from '#core/formats/files.ts'
import type { RecordWriter, WriteOptions } from '#core/formats/format.ts'
import { headLosses, labelLosses, lossOf } from '#core/formats/losses.ts'
import { OneFile } from '#core/formats/one-file.ts'
import type { Loss, SampleRecord } from '#core/formats/record.ts'
import { isTooLong } from '#core/formats/text-line.ts'
import { keys } from '#core/labels/property-keys.ts'
import { CONLL_SCHEMES, type ConllScheme, type TokenSpan, writeTag } from './tags.ts'
import { longestSample, placeWords, segmenterOf, splitWords, type Token } from './tokens.ts'

const startField = `property.${keys.startIndex}`
const endField = `property.${keys.endIndex}`

/**
 * Writes all texts into one file, in their order. Options: `file`, its path, `texts.txt` unless told; `conll_scheme`, IOB2
 * unless told; `locale`, by whose rules words end.
 */
export class ConllWriter implements RecordWriter {
  readonly #file: OneFile
  readonly #scheme: ConllScheme
  readonly #segmenter: Intl.Segmenter

  constructor(files: WriteFiles, { file = 'texts.txt', conll_scheme, locale }: WriteOptions) {
    this.#file = new OneFile(files, file)
    this.#scheme = CONLL_SCHEMES.find((scheme) => scheme === conll_scheme) ?? 'IOB2'
    this.#segmenter = segmenterOf(locale)
  }

  async add(record: SampleRecord): Promise<readonly Loss[]> {
    const { text } = record
    if (text === undefined) return [lossOf(record, '', 'is no text')]
    const words = splitWords(text, this.#segmenter)
    const losses = headLosses(record, [])
    const tags = words.map(() => 'O')
    for (const [index] of record.labels.entries()) {
      const found = findSpan(record, index, words, tags)
      if ('problem' in found) {
        losses.push(lossOf(record, `labels[${index}]`, found.problem))
        continue
      }
      const { first, last } = found
      for (let at = first; at <= last; at++) tags[at] = writeTag(found, at, this.#scheme)
      losses.push(...labelLosses(record, index, [startField, endField]))
      if (found.name !== record.labels[index]!.name) {
        losses.push(lossOf(record, `labels[${index}].name`, `becomes ${quote(found.name)}`))
      }
      losses.push(...movedEnds(record, index, found, words))
    }
    const joined = words.map((word) => word.text).join(' ')
    if (joined !== text) losses.push(lossOf(record, 'text', 'becomes its words with one space between them'))
    const lines = words.map((word, at) => `${word.text} ${tags[at]}`)
    if (lines.length === 0) return [lossOf(record, '', 'holds no word')]
    if (joined.length + 1 > longestSample || lines.some(isTooLong)) {
      return [lossOf(record, '', 'is longer than a text may be')]
    }
    await this.#file.write(`${lines.join('\n')}\n\n`)
    return losses
  }

  async end(): Promise<void> {
    await this.#file.close()
  }
}

/** A token has one tag, so of entities that overlap the first is kept. */
function findSpan(
  { labels }: SampleRecord,
  index: number,
  words: readonly Token[],
  tags: readonly string[],
): TokenSpan | { problem: string } {
  const { name = '', property = {} } = labels[index]!
  const first = words.findIndex(({ start }) => start === property[keys.startIndex])
  const last = words.findIndex(({ end }) => end === property[keys.endIndex])
  if (first < 0 || last < first) return { problem: 'does not begin and end where words do' }
  if (tags.slice(first, last + 1).some((tag) => tag !== 'O')) return { problem: 'overlaps another entity' }
  return name === '' ? { problem: 'has no name' } : { name: name.replace(/[\s\u0085]/gu, '_'), first, last }
}

function movedEnds(record: SampleRecord, index: number, { first, last }: TokenSpan, words: readonly Token[]): Loss[] {
  const places = placeWords(words.slice(0, last + 1).map((word) => word.text))
  const reason = 'moves with the spaces between words'
  const losses: Loss[] = []
  if (places[first]!.start !== words[first]!.start)
    losses.push(lossOf(record, `labels[${index}].${startField}`, reason))
  if (places[last]!.end !== words[last]!.end) losses.push(lossOf(record, `labels[${index}].${endField}`, reason))
  return losses
}
