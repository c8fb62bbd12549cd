import { DatasetType } from '#contract/codes.ts'
import { errors, type Refusal } from '#contract/errors.ts'
import { writePath } from '#contract/text.ts'
import { decodeFlag, isCoefficient, isHardReason } from '#core/codecs/hard.ts'
import { isSettledKey } from '#core/datasets/key-frames.ts'
import type { ImageSize } from '#core/geometry/shape.ts'
import { type Fault, faultAt, refusalOf } from './fault.ts'
import { readSize } from './image-size.ts'
import type { StoredLabel } from './label.ts'
import { keys } from './property-keys.ts'

export type Metadata = Record<string, unknown>
export type MetadataContext = {
  dataset_type: number
  sample_id: string
  /** Image pixels and channels, stored or probed. */
  size?: ImageSize
  /** Where the item stands in the request, for messages: `samples[3]`. */
  field: string
}

/** Keys that would reach the prototype of an object. */
const forbiddenKeys: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype'])

/**
 * Metadata of a sample after a request: given keys are set, others kept, null removes (D24). `@modelarts:hard` comes as
 * 0, 1, true or false and is kept as a boolean. Keys of the user's are kept as they are; of which video a sample is a key frame
 * nobody changes. E4413 for hard marks outside
 * image classification and detection, E4423 for a bad or contradicting size, E4396 for any other bad value.
 */
export function mergeMetadata(
  current: Metadata | null | undefined,
  patch: Metadata | null | undefined,
  context: MetadataContext,
): { metadata: Metadata } | Refusal {
  const metadata = { ...current }
  for (const key of Object.keys(patch ?? {})) {
    const value = patch![key]
    if (value === undefined || isSettledKey(context.dataset_type, key)) continue
    const read = forbiddenKeys.has(key)
      ? faultOf(key, errors.parameterInvalid, 'is no name for a key')
      : value === null
        ? { value }
        : readValue(key, value, context)
    if ('at' in read) return refusalOf(read, context)
    if (value === null) delete metadata[key]
    else metadata[key] = read.value
  }
  return { metadata }
}

/** Whether a sample counts as a hard example: marked itself, or by one of its labels. */
export function isHard(metadata: Metadata, labels: readonly StoredLabel[]): boolean {
  return metadata[keys.hard] === true || labels.some((label) => decodeFlag(label.property[keys.hard]) === true)
}

/** Whether a sample without labels is finished all the same: looked at, nothing to mark (D51). */
export function isEmptyMark(metadata: Metadata): boolean {
  return metadata[keys.empty] === 1
}

/** Labels say more than the mark: it goes with the first of them and does not come back when they go (behaviour 2.4, D51). */
export function dropEmptyMark(metadata: Metadata, labels: readonly StoredLabel[]): Metadata {
  if (labels.length === 0 || !isEmptyMark(metadata)) return metadata
  const { [keys.empty]: _, ...others } = metadata
  return others
}

function readValue(key: string, value: unknown, context: MetadataContext): { value: unknown } | Fault {
  switch (key) {
    case keys.hard:
    case keys.hardCoefficient:
    case keys.hardReasons:
      return faultOfHardness(key, context) ?? readHardMark(key, value)
    case keys.size: {
      const read = readSize(value, context.size)
      return 'at' in read ? read : { value: read.size }
    }
    case keys.empty:
      return value === 0 || value === 1 ? { value } : faultOf(key, errors.parameterInvalid, 'must be 0 or 1')
    case keys.importOrigin:
      return Number.isInteger(value) ? { value } : faultOf(key, errors.parameterInvalid, 'must be an integer')
    default:
      return { value }
  }
}

function faultOfHardness(key: string, context: MetadataContext): Fault | undefined {
  const { dataset_type } = context
  if (dataset_type === DatasetType.imageClassification || dataset_type === DatasetType.objectDetection) return undefined
  return faultOf(key, errors.labelRule, 'belongs to image classification and object detection only')
}

function readHardMark(key: string, value: unknown): { value: unknown } | Fault {
  if (key === keys.hard) {
    if (typeof value === 'boolean') return { value }
    if (value === 0 || value === 1) return { value: value === 1 }
    return faultOf(key, errors.parameterInvalid, 'must be 0, 1, true or false')
  }
  if (key === keys.hardCoefficient) {
    return isCoefficient(value) ? { value } : faultOf(key, errors.parameterInvalid, 'must be a number from 0 to 1')
  }
  return Array.isArray(value) && value.every(isHardReason)
    ? { value }
    : faultOf(key, errors.parameterInvalid, 'must be a list of ids from 0 to 30')
}

function faultOf(key: string, error: Fault['error'], problem: string): Fault {
  return faultAt(writePath(['metadata', key]), error, problem)
}
