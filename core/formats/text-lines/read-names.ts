import { LabelType } from '#contract/codes.ts'
import { quote } from '#contract/text.ts'
import { type ReadRecord, withIgnored } from '#core/formats/record.ts'

/** The record of a text with its labels as they stand in a file, joined by `separator`; names are not trimmed (formats 3.3). */
export function readNames(
  sample: { path: string; line: number; text: string },
  labels: string | undefined,
  separator: string,
): ReadRecord {
  const ignored: string[] = []
  const names = new Set<string>()
  for (const name of labels ? labels.split(separator) : []) {
    if (name === '') ignored.push('a label without a name')
    else if (names.has(name)) ignored.push(`the label ${quote(name)}, said again`)
    else names.add(name)
  }
  const found = [...names].map((name) => ({ name, type: LabelType.textClassification, property: {} }))
  return withIgnored({ ...sample, labels: found, metadata: {} }, ignored)
}
