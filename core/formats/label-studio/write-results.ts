import { DatasetType } from '#contract/codes.ts'
import { decodeTime } from '#core/codecs/time.ts'
import { annotatorKey, timeKey } from '#core/formats/extension-keys.ts'
import type { JsonObject } from '#core/formats/json-object.ts'
import type { RecordLabel, SampleRecord } from '#core/formats/record.ts'
import { type OffsetUnit, spanOf, writeSpan } from '#core/formats/text-span.ts'
import { keys } from '#core/labels/property-keys.ts'
import { sliceCodePoints } from '#core/text/code-points.ts'
import { choicesKey, speakerName } from './words.ts'
import { writePlace } from './write-place.ts'

export type WriteRules = { dataset_type: DatasetType; unit: OffsetUnit }

/** The id of a result, and the sample that it is about. */
type Place = { id: string; record: SampleRecord; rules: WriteRules }

/** The results of one label, of several where its words are results of their own, or why there are none. */
export function writeResults(label: RecordLabel, place: Place): JsonObject[] | string {
  const { property = {}, name } = label
  if (property[keys.from] !== undefined) return writeRelation(label)
  switch (place.rules.dataset_type) {
    case DatasetType.objectDetection:
    case DatasetType.imageSegmentation:
      return writeRegion(label, place)
    case DatasetType.speechContent:
      return [writeText(label, place)]
    case DatasetType.speechParagraphs:
      return writeParagraph(label, place)
    default:
      return name === undefined ? 'has no name' : [writeEntity(label, name, place)]
  }
}

/** Classes are one result; what else is said of each stands in its `meta`. */
export function writeChoices(labels: readonly RecordLabel[], to_name: string): JsonObject {
  const mores = labels.map((label) => ({ ...(label.id !== undefined && { id: label.id }), ...saidOf(label, []) }))
  const isPlain = mores.every((more) => Object.keys(more).length === 0)
  return {
    id: '_1',
    type: 'choices',
    from_name: 'choice',
    to_name,
    value: { choices: labels.map(({ name }) => name) },
    ...(!isPlain && { meta: { [choicesKey]: mores } }),
  }
}

function writeRegion(label: RecordLabel, { id, record: { size } }: Place): JsonObject[] | string {
  const { name } = label
  if (name === undefined) return 'has no name'
  const place = writePlace(label, size)
  if (typeof place === 'string') return place
  const { kind, value, said, meta } = place
  const type = `${kind}labels`
  return [
    {
      id,
      type,
      from_name: kind,
      to_name: 'image',
      original_width: size![0],
      original_height: size![1],
      image_rotation: 0,
      value: { ...value, [type]: [name] },
      ...saidOf(label, said, meta),
    },
  ]
}

function writeEntity(label: RecordLabel, name: string, { id, record: { text = '' }, rules }: Place): JsonObject {
  const span = spanOf(label)
  const [start, end] = writeSpan(text, span, rules.unit)
  return {
    id,
    type: 'labels',
    from_name: 'label',
    to_name: 'text',
    value: { start, end, text: sliceCodePoints(text, ...span), labels: [name] },
    ...saidOf(label, [keys.startIndex, keys.endIndex]),
  }
}

function writeRelation(label: RecordLabel): JsonObject[] | string {
  const { id, name, property = {} } = label
  if (name === undefined) return 'has no name'
  return [
    {
      ...(id !== undefined && { id }),
      type: 'relation',
      from_id: property[keys.from],
      to_id: property[keys.to],
      direction: 'right',
      labels: [name],
      ...saidOf(label, [keys.from, keys.to]),
    },
  ]
}

function writeText(label: RecordLabel, { id }: Place): JsonObject {
  return {
    id,
    type: 'textarea',
    from_name: 'transcription',
    to_name: 'audio',
    value: { text: linesOf(label.property?.[keys.content]) },
    ...saidOf(label, [keys.content]),
  }
}

function writeParagraph(label: RecordLabel, { id, record: { duration } }: Place): JsonObject[] | string {
  const { name, property = {} } = label
  const [from, to] = [property[keys.startTime], property[keys.endTime]].map((one) => decodeTime(String(one)))
  if (from === undefined || to === undefined) return 'has no start and end'
  const times = { start: from / 1000, end: to / 1000 }
  const region = (type: string, from_name: string, value: JsonObject): JsonObject => ({
    id,
    type,
    from_name,
    to_name: 'audio',
    ...(duration !== undefined && { original_length: duration / 1000 }),
    value: { ...times, ...value },
  })
  const [source, content] = [property[keys.source], property[keys.content]]
  return [
    {
      ...region('labels', 'label', { labels: name === undefined ? [] : [name] }),
      ...saidOf(label, [keys.startTime, keys.endTime, keys.source, keys.content]),
    },
    ...(source === undefined ? [] : [region('textarea', speakerName, { text: linesOf(source) })]),
    ...(content === undefined ? [] : [region('textarea', 'transcription', { text: linesOf(content) })]),
  ]
}

function linesOf(text: unknown): string[] {
  return [String(text ?? '')]
}

/** Score and `meta` of a result: what its value does not say. */
function saidOf(label: RecordLabel, said: readonly string[], more: JsonObject = {}): JsonObject {
  const { score, annotated_by, creation_time, property = {} } = label
  const attributes = Object.entries(property).filter(([key]) => !said.includes(key))
  const meta = Object.fromEntries([
    // Label Studio shows notes under this key, and takes a list of lines for them.
    ...attributes.map(([key, value]) => [key, key === 'text' && typeof value === 'string' ? [value] : value]),
    ...(annotated_by === undefined ? [] : [[annotatorKey, annotated_by]]),
    ...(creation_time === undefined ? [] : [[timeKey, creation_time]]),
    ...Object.entries(more),
  ])
  return { ...(score !== undefined && { score }), ...(Object.keys(meta).length > 0 && { meta }) }
}
