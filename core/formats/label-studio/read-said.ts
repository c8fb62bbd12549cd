import type { LabelType } from '#contract/codes.ts'
import { faultOfText } from '#contract/text.ts'
import { isCoefficient } from '#core/codecs/hard.ts'
import { annotatorKey, shapeKey, timeKey } from '#core/formats/extension-keys.ts'
import { isObject, type JsonObject } from '#core/formats/json-object.ts'
import { readAttributes } from '#core/formats/read-attributes.ts'
import type { RecordLabel } from '#core/formats/record.ts'
import type { ResultRules } from './results.ts'
import { choicesKey } from './words.ts'

/** Who made a label, when, and how sure. */
export type Said = Pick<RecordLabel, 'annotated_by' | 'creation_time' | 'score'>

/**
 * What a result says beside its value: its score and its `meta`, whose keys are attributes; the notes of people are a list
 * of lines under `text`. Answers the end of a sentence about what is wrong.
 */
export function readSaid(
  result: JsonObject,
  property: Map<string, unknown>,
  { dataset_type, maker, ignored }: ResultRules,
): Said | string {
  const meta = new Map(isObject(result.meta) ? Object.entries(result.meta) : [])
  const [annotator, time, text] = [meta.get(annotatorKey), meta.get(timeKey), meta.get('text')]
  for (const key of [annotatorKey, timeKey, choicesKey, shapeKey]) meta.delete(key)
  if (Array.isArray(text) && text.every((line) => typeof line === 'string')) meta.set('text', text.join('\n'))
  const type = dataset_type as LabelType
  const fault = readAttributes(Object.fromEntries(meta), property, { type, ignored })
  if (fault !== undefined) return fault
  const said: Said = { ...maker }
  if (typeof annotator === 'string' && faultOfText(annotator) === undefined) said.annotated_by = annotator
  if (Number.isSafeInteger(time) && (time as number) >= 0) said.creation_time = time as number
  const score = result.score ?? undefined
  if (isCoefficient(score)) said.score = score
  else if (score !== undefined) ignored.push('a score that is no number from 0 to 1')
  return said
}
