import { DatasetType } from '#contract/codes.ts'
import { faultOfText } from '#contract/text.ts'
import type { ReadFiles } from '#core/formats/files.ts'
import type { Format, ReadOptions } from '#core/formats/format.ts'
import { type ReadItem, withIgnored } from '#core/formats/record.ts'
import { faultOf } from '#core/formats/record-fault.ts'
import { findTextFiles, isTable, placeIn, type TextFile } from '#core/formats/text-files.ts'
import { readNames } from './read-names.ts'
import { readPair, resultBeside, textOfResult } from './read-pair.ts'
import { columnSeparator, type Separators, separatorsOf, splitLine } from './separators.ts'
import { TextLinesWriter } from './write-text-lines.ts'

/**
 * Texts with their labels, a line for each (formats 6). By `label_format.label_type` the labels stand behind the text in its
 * line ('1'), or in the same line of a second file, `a_result.txt` beside `a.txt` ('0'). In a .csv file of either kind
 * they stand in the second column, and with `with_column_header` its first row is none of them. A text without labels is unlabelled.
 */
export const textLines: Format = {
  name: 'text-lines',
  dataset_types: [DatasetType.textClassification],
  read,
  write: (files, options) => new TextLinesWriter(files, options),
}

async function* read(files: ReadFiles, options: ReadOptions): AsyncGenerator<ReadItem> {
  const separators = separatorsOf(options.label_format)
  const isApart = options.label_format?.label_type === '0'
  for await (const file of findTextFiles(files, options, options.isSample)) {
    const { path } = file
    try {
      if (isTable(path)) yield* readTable(files, file, separators, options.with_column_header === true)
      else if (!isApart) yield* readLines(files, file, separators)
      else {
        const [text, result] = [textOfResult(path), resultBeside(path)]
        if (text !== undefined && (await files.has(text))) continue
        if (await files.has(result)) yield* readPair(files, file, result, separators.label)
        else yield* readLines(files, file, undefined)
      }
    } catch (error) {
      yield { cursor: { path }, fault: faultOf(error) }
    }
  }
}

/** Without separators a line is nothing but a text. */
async function* readLines(
  files: ReadFiles,
  file: TextFile,
  separators: Separators | undefined,
): AsyncGenerator<ReadItem> {
  const { path } = file
  for await (const found of files.lines(path, { from: placeIn(file) })) {
    const { line } = found
    const cursor = { path, line, offset: found.end }
    if ('problem' in found) yield { cursor, fault: { path, line, reason: found.problem } }
    else {
      const { text, labels } = separators ? splitLine(found.text, separators) : { text: found.text }
      if (text.trim() === '') yield { cursor, fault: { path, line, reason: 'has labels, but no text' } }
      else yield { cursor, ...readNames({ path, line, text }, labels, separators?.label ?? '') }
    }
  }
}

/** Rows cannot be read from the middle of a file, so those before the cursor are read and passed over. */
async function* readTable(
  files: ReadFiles,
  { path, after }: TextFile,
  separators: Separators,
  hasHeader: boolean,
): AsyncGenerator<ReadItem> {
  let isHeader = hasHeader
  for await (const row of files.rows(path, { separator: columnSeparator(separators) })) {
    const isPassed = isHeader
    isHeader = false
    const { line } = row
    if (isPassed || line <= (after?.line ?? 0)) continue
    const cursor = { path, line }
    const [text = '', labels = '', ...others] = 'cells' in row ? row.cells : []
    const problem = 'problem' in row ? row.problem : problemOfRow(text, labels)
    if (problem !== undefined) yield { cursor, fault: { path, line, reason: problem } }
    else if (text.trim() !== '') {
      const { record, ignored = [] } = readNames({ path, line, text }, labels, separators.label)
      const further = others.some((cell) => cell !== '') ? ['what stands behind the second column'] : []
      yield { cursor, ...withIgnored(record, [...ignored, ...further]) }
    }
  }
}

function problemOfRow(text: string, labels: string): string | undefined {
  const fault = faultOfText(text) ?? faultOfText(labels)
  if (fault !== undefined) return `holds ${fault}`
  return text.trim() === '' && labels.trim() !== '' ? 'has labels, but no text' : undefined
}
