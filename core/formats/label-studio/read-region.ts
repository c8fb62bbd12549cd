import { DatasetType, LabelType } from '#contract/codes.ts'
import { faultOfText, quote } from '#contract/text.ts'
import { encodeTime } from '#core/codecs/time.ts'
import { shapeKey } from '#core/formats/extension-keys.ts'
import { isObject, type JsonObject, ownFieldsOf } from '#core/formats/json-object.ts'
import { placeProperty } from '#core/formats/places/place.ts'
import { readAttributes } from '#core/formats/read-attributes.ts'
import type { RecordLabel } from '#core/formats/record.ts'
import { otherUnit, readSpan, type Span } from '#core/formats/text-span.ts'
import { keys } from '#core/labels/property-keys.ts'
import { sliceCodePoints } from '#core/text/code-points.ts'
import { kindOf, readPlace, readSizeOf } from './read-place.ts'
import { readSaid } from './read-said.ts'
import { type Group, isMadeUp, namesOf, type ResultRules, tell, textOf } from './results.ts'
import { speakerName } from './words.ts'

/** No label says a later time: its hours have two digits. */
const latest = 100 * 3_600_000 - 1

/** What the property of a label says of where it is. */
type Position = Record<string, unknown>

/**
 * The labels of a region, one for each of its names. What else is said of the region, by choices, texts and numbers, are
 * attributes called as the control that asked for them. What has no place in such a dataset is told.
 */
export function readRegion(group: Group, rules: ResultRules): RecordLabel[] | string {
  const { dataset_type, ignored } = rules
  const main = group.results.find((result) => isRegion(result, dataset_type))
  const names = main ? regionNames(group) : []
  if (typeof names === 'string') return names
  const isNamed = dataset_type !== DatasetType.speechParagraphs
  if (main === undefined || (isNamed && names.length === 0)) {
    for (const result of group.results) tell(result, ignored)
    return []
  }
  const position = readPosition(main, rules)
  if (typeof position === 'string') return position
  const property = new Map<string, unknown>()
  const said = readSaid(main, property, rules)
  if (typeof said === 'string') return said
  const fault = readMore(group, main, property, rules)
  if (fault !== undefined) return fault
  for (const [key, value] of Object.entries(position)) property.set(key, value)
  const type = dataset_type === DatasetType.textTriplets ? LabelType.tripletEntity : (dataset_type as LabelType)
  return (names.length === 0 ? [undefined] : names).map((name, index) => ({
    ...(name !== undefined && { name }),
    type,
    ...(group.id !== undefined && index === 0 && !isMadeUp(group.id) && { id: group.id }),
    ...said,
    property: Object.fromEntries(property),
  }))
}

function isRegion(result: JsonObject, dataset_type: DatasetType): boolean {
  const { type } = result
  const isTimed = ownFieldsOf(result.value).start !== undefined
  switch (dataset_type) {
    case DatasetType.objectDetection:
      return kindOf(result) !== undefined
    case DatasetType.imageSegmentation:
      return ![undefined, 'keypoint'].includes(kindOf(result))
    case DatasetType.speechParagraphs:
      return isTimed && (type === 'labels' || type === 'audio' || type === 'textarea')
    default:
      return isTimed && (type === 'labels' || type === 'hypertextlabels')
  }
}

/** A region may be named by several controls. */
function regionNames({ results }: Group): string[] | string {
  const names = new Set<string>()
  for (const result of results) {
    const { type } = result
    if (typeof type !== 'string' || !type.endsWith('labels')) continue
    const value = ownFieldsOf(result.value)
    const found = namesOf(value[type] ?? value.labels ?? [])
    if (typeof found === 'string') return found
    for (const name of found) names.add(name)
  }
  return [...names]
}

function readPosition(main: JsonObject, rules: ResultRules): Position | string {
  const { dataset_type } = rules
  if (dataset_type === DatasetType.speechParagraphs) return readTimes(ownFieldsOf(main.value))
  const kind = kindOf(main)
  if (dataset_type > DatasetType.imageSegmentation || kind === undefined)
    return readCovered(ownFieldsOf(main.value), rules)
  const size = readSizeOf(main, rules.size)
  if (typeof size === 'string') return size
  const place = readPlace(kind, ownFieldsOf(main.value), { type: dataset_type as LabelType, size })
  if (typeof place === 'string') return place
  const { shape } = place
  const meta = isObject(main.meta) ? main.meta : {}
  const line = meta[shapeKey]
  const isLine = shape.shape === 'polyline' && shape.points.length === 2 && (line === 'line' || line === 'dashed')
  return { ...placeProperty(place), ...(isLine && { [keys.shape]: line }) }
}

/** Older exports count in UTF-16: the text that is covered tells which it is (formats 11). */
function readCovered({ start, end, text: covered }: JsonObject, { text, unit }: ResultRules): Position | string {
  const isPlace = [start, end].every((one) => Number.isSafeInteger(one) && (one as number) >= 0)
  if (!isPlace) return 'has offsets that are no whole numbers'
  const ends: Span = [start as number, end as number]
  const spans = [readSpan(text, ends, unit), readSpan(text, ends, otherUnit(unit))]
  const isTold = typeof covered === 'string'
  const span = isTold ? findCovering(text, spans, covered) : spans[0]
  if (span === undefined) {
    const place = `${ends[0]} to ${ends[1]}`
    return isTold && spans[0]
      ? `says that ${place} is ${quote(covered)}`
      : `covers ${place}, which is no part of its text`
  }
  return { [keys.startIndex]: span[0], [keys.endIndex]: span[1] }
}

/** The editor writes an end of a line as a backslash and an n, and space may be another there. */
function findCovering(text: string, spans: readonly (Span | undefined)[], covered: string): Span | undefined {
  const withoutSpace = (words: string) => words.replace(/\\n|\s/g, '')
  const isMeant = (of: (words: string) => string) => (one: Span | undefined) =>
    one !== undefined && of(sliceCodePoints(text, ...one)) === of(covered)
  return spans.find(isMeant((words) => words)) ?? spans.find(isMeant(withoutSpace))
}

/** Seconds become milliseconds. */
function readTimes({ start, end }: JsonObject): Position | string {
  const [from, to] = [start, end].map((one) => (typeof one === 'number' ? Math.round(one * 1000) : Number.NaN))
  if (!(from! >= 0 && to! <= latest)) return 'has no start and end in seconds'
  if (from! >= to!) return 'ends no later than it begins'
  return { [keys.startTime]: encodeTime(from!), [keys.endTime]: encodeTime(to!) }
}

function readMore(
  { results }: Group,
  main: JsonObject,
  property: Map<string, unknown>,
  { dataset_type, ignored }: ResultRules,
): string | undefined {
  const isSpeech = dataset_type === DatasetType.speechParagraphs
  for (const result of results) {
    const { type, from_name } = result
    const value = ownFieldsOf(result.value)
    const isText = type === 'textarea'
    if (result === main && !isText) continue
    const text = isText ? textOf(value.text) : answerOf(type, value)
    if (isSpeech && isText && text !== undefined) {
      const fault = faultOfText(text)
      if (fault !== undefined) return `holds ${fault}`
      const key = from_name === speakerName ? keys.source : keys.content
      if (property.has(key)) tell(result, ignored)
      else property.set(key, text)
    } else if (text !== undefined && typeof from_name === 'string' && from_name !== '' && !property.has(from_name)) {
      const fault = readAttributes(Object.fromEntries([[from_name, text]]), property, {
        type: dataset_type as LabelType,
        ignored,
      })
      if (fault !== undefined) return fault
    } else if (!(typeof type === 'string' && type.endsWith('labels')) && type !== main.type) tell(result, ignored)
  }
  return undefined
}

/** What was chosen or set for a region. */
function answerOf(type: unknown, { choices, number, rating, datetime }: JsonObject): string | undefined {
  if (type === 'choices' && Array.isArray(choices) && choices.every((one) => typeof one === 'string')) {
    return choices.join(',')
  }
  if (type === 'number' && typeof number === 'number') return String(number)
  if (type === 'rating' && typeof rating === 'number') return String(rating)
  return type === 'datetime' && typeof datetime === 'string' ? datetime : undefined
}
