import type { LabelType } from '#contract/codes.ts'
import { quote } from '#contract/text.ts'
import { decodeCoefficient, decodeFlag, decodeHardReasons } from '#core/codecs/hard.ts'
import { decodeTime } from '#core/codecs/time.ts'
import type { JsonObject } from '#core/formats/json-object.ts'
import { type OffsetUnit, otherUnit, readSpan } from '#core/formats/text-span.ts'
import { ruleOf } from '#core/labels/label-types.ts'
import { keys, typedKeys } from '#core/labels/property-keys.ts'
import { codePointLength, sliceCodePoints } from '#core/text/code-points.ts'
import type { Fields } from './read-fields.ts'
import { coveredKey } from './words.ts'

/**
 * The property of a label as the wire has it. Keys that belong to labels of another type, and the colour, have no place;
 * they are added to `ignored` (formats 3.4).
 */
export function readProperty(
  entry: Fields,
  type: LabelType,
  sample: { text?: string; unit: OffsetUnit },
  ignored: string[],
): JsonObject {
  const given = entry.object('property')
  const { own, named } = ruleOf(type)
  const kept = Object.entries(given).filter(([key]) => {
    const hasPlace = key !== keys.color && (own.has(key) || !typedKeys.has(key))
    if (!hasPlace) ignored.push(`property.${key}`)
    return hasPlace
  })
  const property = Object.fromEntries(kept)
  if (own.has(keys.hard)) readHardMarks(entry, property)
  for (const key of own) {
    const check = checks.get(key)
    const value = property[key]
    if (!check || (value === undefined && (optional.has(key) || (key === keys.content && own.has(keys.startTime)))))
      continue
    if (value === undefined) throw entry.fault(`property.${key}`, 'must be given')
    const problem = check(value)
    if (problem !== undefined) throw entry.fault(`property.${key}`, problem)
  }
  if (named && own.has(keys.startIndex)) readOffsets(entry, property, sample)
  return property
}

const isText = (value: unknown) => (typeof value === 'string' ? undefined : 'must be a text')
const isOffset = (value: unknown) =>
  Number.isSafeInteger(value) && (value as number) >= 0 ? undefined : 'must be a whole number of at least 0'
const isTime = (value: unknown) =>
  typeof value === 'string' && decodeTime(value) !== undefined ? undefined : 'must be a time, as 00:00:01.250'
const isReasons = (value: unknown) =>
  decodeHardReasons(value) === undefined ? 'must be ids from 0 to 30 joined by hyphens, as 3-20-21' : undefined

type Check = (value: unknown) => string | undefined

const checks: ReadonlyMap<string, Check> = new Map<string, Check>([
  [keys.startIndex, isOffset],
  [keys.endIndex, isOffset],
  [keys.from, isText],
  [keys.to, isText],
  [keys.content, isText],
  [keys.source, isText],
  [keys.startTime, isTime],
  [keys.endTime, isTime],
  [keys.hardReasons, isReasons],
])
/** What need not be there; a paragraph need not have its content either. */
const optional: ReadonlySet<string> = new Set([keys.source, keys.hardReasons])

/** Marks stand beside the property, as texts, numbers or booleans; a label holds texts (behaviour 4.5). */
function readHardMarks(entry: Fields, property: JsonObject): void {
  const flag = entry.flag('hard')
  const [hard, coefficient] = [entry.get('hard'), entry.get('hard-coefficient')]
  if (flag !== undefined) property[keys.hard] = decodeFlag(hard) === undefined ? String(flag) : hard
  const number = entry.coefficient('hard-coefficient')
  if (number !== undefined) {
    property[keys.hardCoefficient] = decodeCoefficient(coefficient) === undefined ? String(number) : coefficient
  }
  const [own, ownCoefficient] = [property[keys.hard], property[keys.hardCoefficient]]
  if (own !== undefined && decodeFlag(own) === undefined)
    throw entry.fault(`property.${keys.hard}`, 'must be "true" or "false"')
  if (ownCoefficient !== undefined && decodeCoefficient(ownCoefficient) === undefined) {
    throw entry.fault(`property.${keys.hardCoefficient}`, 'must be a number from 0 to 1 as text')
  }
}

/** Offsets become code points, and the text they cover must be the one the writer saw (formats 3.4). */
function readOffsets(
  entry: Fields,
  property: JsonObject,
  { text = '', unit }: { text?: string; unit: OffsetUnit },
): void {
  const given = [property[keys.startIndex], property[keys.endIndex]] as [number, number]
  const seen = property[coveredKey]
  const found = readSpan(text, given, unit)
  if (typeof seen === 'string' && (found === undefined || sliceCodePoints(text, ...found) !== seen)) {
    const other = otherUnit(unit)
    const otherSpan = readSpan(text, given, other)
    const fits = otherSpan !== undefined && sliceCodePoints(text, ...otherSpan) === seen
    const covered = found === undefined ? 'ends outside the text' : `covers ${quote(sliceCodePoints(text, ...found))}`
    const hint = fits ? `; counted as text_offset_unit ${other} it fits` : ''
    throw entry.fault('property', `${covered}, but ${coveredKey} is ${quote(seen)}${hint}`)
  }
  if (found === undefined) {
    const length = unit === 'utf16' ? text.length : codePointLength(text)
    throw entry.fault(
      'property',
      `covers ${given[0]} to ${given[1]}, which is no part of a text of ${length} characters`,
    )
  }
  property[keys.startIndex] = found[0]
  property[keys.endIndex] = found[1]
  delete property[coveredKey]
}
