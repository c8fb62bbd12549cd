import { DatasetType } from '#contract/codes.ts'
import { decodeFlag, isCoefficient, isHardReason } from '#core/codecs/hard.ts'
import { durationKey } from '#core/formats/extension-keys.ts'
import { isObject, type JsonObject } from '#core/formats/json-object.ts'
import type { ImageSize } from '#core/geometry/shape.ts'
import { readSize } from '#core/labels/image-size.ts'
import { mayBeHard } from '#core/labels/label-types.ts'
import { keys } from '#core/labels/property-keys.ts'
import { readLocation } from './locations.ts'
import type { Fields } from './read-fields.ts'
import { inferenceKey, schemaKey, sourceTypeKey, unconfirmedKey } from './words.ts'

export type Head = { metadata: JsonObject; size?: ImageSize; duration?: number; unconfirmed: boolean }

const hardKeys: readonly string[] = [keys.hard, keys.hardCoefficient, keys.hardReasons]

/**
 * `property` of a line and what stands beside it as the metadata of the sample (formats 3.2). Marks of hard examples have a
 * place in classification and detection of images alone; elsewhere they are added to `ignored`.
 */
export function readMetadata(
  fields: Fields,
  tree: { file: string; root?: string | undefined },
  dataset_type: DatasetType,
  ignored: string[],
): Head {
  const metadata = fields.object('property')
  const head: Head = { metadata, unconfirmed: take(metadata, unconfirmedKey) === true }
  readMarks(fields, metadata, dataset_type, ignored)
  const sent = take(metadata, keys.size)
  if (sent !== undefined) {
    const read = readSize(sent, undefined)
    if ('at' in read) throw fields.fault(`property.${keys.size}`, 'must be [width, height] or [width, height, depth]')
    head.size = read.size
  }
  const duration = take(metadata, durationKey)
  if (duration !== undefined) {
    if (!Number.isSafeInteger(duration) || (duration as number) <= 0) {
      throw fields.fault(`property.${durationKey}`, 'must be a number of milliseconds')
    }
    head.duration = duration as number
  }
  const video = metadata[keys.parentSource]
  if (video !== undefined) {
    const read = typeof video === 'string' ? readLocation(video, tree) : { problem: 'must be a text' }
    if ('problem' in read) throw fields.fault(`property.${keys.parentSource}`, read.problem)
    metadata[keys.parentSource] = read.path
  }
  // An id of the dataset that the manifest is of.
  delete metadata[keys.parentSampleId]
  if (dataset_type === DatasetType.table) readSchema(fields, metadata)
  for (const [name, key] of besides) {
    const value = fields.text(name)
    if (value !== undefined) metadata[key] = value
  }
  return head
}

const besides = [
  ['source-type', sourceTypeKey],
  ['inference-loc', inferenceKey],
] as const

function readMarks(fields: Fields, metadata: JsonObject, dataset_type: DatasetType, ignored: string[]): void {
  const [hard, coefficient] = [fields.flag('hard'), fields.coefficient('hard-coefficient')]
  if (!mayBeHard(dataset_type)) {
    if (hard !== undefined) ignored.push('hard')
    if (coefficient !== undefined) ignored.push('hard-coefficient')
    for (const key of hardKeys) if (take(metadata, key) !== undefined) ignored.push(`property.${key}`)
    return
  }
  const own = metadata[keys.hard]
  if (own !== undefined) {
    const flag = typeof own === 'boolean' ? own : decodeFlag(String(own))
    if (flag === undefined) throw fields.fault(`property.${keys.hard}`, 'must be true or false')
    metadata[keys.hard] = flag
  }
  if (hard !== undefined) metadata[keys.hard] = hard
  if (coefficient !== undefined) metadata[keys.hardCoefficient] = coefficient
  if (metadata[keys.hardCoefficient] !== undefined && !isCoefficient(metadata[keys.hardCoefficient])) {
    throw fields.fault(`property.${keys.hardCoefficient}`, 'must be a number from 0 to 1')
  }
  const reasons = metadata[keys.hardReasons]
  if (reasons !== undefined && !(Array.isArray(reasons) && reasons.every(isHardReason))) {
    throw fields.fault(`property.${keys.hardReasons}`, 'must be a list of ids from 0 to 30')
  }
}

/** Column → type; older files write it as a text or call it `schema` (formats 3.6). */
function readSchema(fields: Fields, metadata: JsonObject): void {
  const older = Object.hasOwn(metadata, schemaKey) ? undefined : take(metadata, 'schema')
  let schema = older ?? metadata[schemaKey]
  if (schema === undefined) return
  try {
    if (typeof schema === 'string') schema = JSON.parse(schema)
  } catch {
    schema = undefined
  }
  if (!isObject(schema)) throw fields.fault(`property.${schemaKey}`, 'must be an object of columns and their types')
  metadata[schemaKey] = schema
}

function take(metadata: JsonObject, key: string): unknown {
  const value = metadata[key]
  delete metadata[key]
  return value
}
