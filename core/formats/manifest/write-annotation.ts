import { decodeCoefficient } from '#core/codecs/hard.ts'
import { lossOf } from '#core/formats/losses.ts'
import type { Loss, RecordLabel, SampleRecord } from '#core/formats/record.ts'
import { type OffsetUnit, spanOf, writeSpan } from '#core/formats/text-span.ts'
import { ruleOf } from '#core/labels/label-types.ts'
import { keys, typedKeys } from '#core/labels/property-keys.ts'
import { sliceCodePoints } from '#core/text/code-points.ts'
import { coveredKey, readAnnotator, readTime, typeWords, writeAnnotator, writeTime } from './words.ts'

/** An entry of `annotation`: keys in the order of the published examples (formats 3.7). */
export type Entry = Record<string, unknown>

/** The entry of a label without a file of shapes, and what of it a manifest does not hold. */
export function writeLabel(record: SampleRecord, index: number, unit: OffsetUnit): { entry: Entry; losses: Loss[] } {
  const label = record.labels[index]!
  const losses: Loss[] = []
  const lose = (field: string, reason: string) => losses.push(lossOf(record, `labels[${index}].${field}`, reason))
  const property = writeProperty(record, label, unit, lose)
  const marks = label.property ?? {}
  const entry = {
    type: `modelarts/${typeWords.get(label.type ?? -1)}`,
    ...(label.name !== undefined && { name: label.name }),
    ...(label.id !== undefined && { id: label.id }),
    ...(Object.keys(property).length > 0 && { property }),
    ...(marks[keys.hard] !== undefined && { hard: marks[keys.hard] }),
    ...(marks[keys.hardCoefficient] !== undefined && { 'hard-coefficient': numberOf(marks[keys.hardCoefficient]) }),
    ...writeMaker(label, lose),
  }
  return { entry, losses }
}

/** Who made a label, how sure and when. */
function writeMaker(label: RecordLabel, lose: (field: string, reason: string) => void): Entry {
  const { annotated_by, score, creation_time } = label
  const annotator = annotated_by === undefined ? undefined : writeAnnotator(annotated_by)
  if (annotator !== undefined && !isHeldAnnotator(annotated_by)) lose('annotated_by', 'is a name that reads otherwise')
  const time = creation_time === undefined ? undefined : writeTime(creation_time)
  if (creation_time !== undefined && !isHeldTime(creation_time)) lose('creation_time', 'is told in whole seconds')
  return {
    ...(annotator !== undefined && { 'annotated-by': annotator }),
    ...(score !== undefined && { confidence: score }),
    ...(time !== undefined && { 'creation-time': time }),
  }
}

/** Whether a manifest holds the name as it is. */
export function isHeldAnnotator(annotated_by: string | undefined): boolean {
  return !!annotated_by && readAnnotator(writeAnnotator(annotated_by)) === annotated_by
}

/** Whether a manifest holds the time as it is. */
export function isHeldTime(creation_time: number | undefined): boolean {
  const text = creation_time === undefined ? undefined : writeTime(creation_time)
  return text !== undefined && readTime(text) === creation_time
}

function writeProperty(
  { text = '' }: SampleRecord,
  label: RecordLabel,
  unit: OffsetUnit,
  lose: (field: string, reason: string) => void,
): Entry {
  const { own } = ruleOf(label.type!)
  const kept = Object.entries(label.property ?? {}).filter(([key, value]) => {
    if (value === undefined || (own.has(key) && (key === keys.hard || key === keys.hardCoefficient))) return false
    const hasPlace =
      own.has(key) || (!typedKeys.has(key) && key !== keys.color && !(own.has(keys.startIndex) && key === coveredKey))
    if (!hasPlace || value === null) lose(`property.${key}`, 'has no place at a label of this type')
    return hasPlace && value !== null
  })
  const property: Entry = Object.fromEntries(kept)
  if (!own.has(keys.startIndex)) return property
  const span = spanOf({ property })
  const [start, end] = writeSpan(text, span, unit)
  property[keys.startIndex] = start
  property[keys.endIndex] = end
  property[coveredKey] = sliceCodePoints(text, ...span)
  return property
}

/** As a number where it comes back as the same text. */
function numberOf(coefficient: unknown): unknown {
  const number = decodeCoefficient(coefficient)
  return number !== undefined && String(number) === coefficient ? number : coefficient
}
