import { SHAPES, type Shape as ShapeName } from '#contract/codes.ts'
import { errors } from '#contract/errors.ts'
import { decodeShape, encodeFeature } from '#core/codecs/shape.ts'
import { decodeTime } from '#core/codecs/time.ts'
import { faultOfShape, type ImageSize, isInside } from '#core/geometry/shape.ts'
import { type Fault, faultAt } from './fault.ts'
import type { LabelDefinition } from './label-set.ts'
import { keys } from './property-keys.ts'

/** Where a label stands in its sample: in the image, in the text, in the sound, between two entities. */

type Property = Record<string, unknown>
/** What a position is checked against. */
export type Scope = {
  definition?: LabelDefinition
  size?: ImageSize
  /** Code points of the text. */
  textLength?: number
  /** Milliseconds of the recording. */
  duration?: number
  content_labeling: boolean
}
export type PositionReader = (given: Property, property: Property, scope: Scope) => Fault | undefined

/** Any of the seven shapes; one that is missing or empty is the definition's default_shape, else a bndbox (D54). */
export function readShape(given: Property, property: Property, scope: Scope): Fault | undefined {
  const byDefault = scope.definition?.property[keys.defaultShape] || 'bndbox'
  return readShapeAs(nameOfShape(given, byDefault), given, property, scope)
}

/** Segmentation knows polygons only. */
export function readPolygon(given: Property, property: Property, scope: Scope): Fault | undefined {
  const name = nameOfShape(given, 'polygon')
  if (name !== 'polygon') return faultOf(keys.shape, errors.labelRule, 'must be polygon in image segmentation')
  return readShapeAs(name, given, property, scope)
}

function nameOfShape(given: Property, byDefault: string): unknown {
  const name = given[keys.shape]
  return name === undefined || name === '' ? byDefault : name
}

function readShapeAs(name: unknown, given: Property, property: Property, scope: Scope): Fault | undefined {
  if (!SHAPES.includes(name as ShapeName))
    return faultOf(keys.shape, errors.parameterInvalid, `must be one of ${SHAPES.join(', ')}`)
  if (given[keys.feature] === undefined) return faultOf(keys.feature, errors.labelRule, 'is required')
  const shape = decodeShape(name as ShapeName, given[keys.feature])
  const problem = typeof shape === 'string' ? shape : faultOfShape(shape)
  if (typeof shape === 'string' || problem !== undefined) return faultOf(keys.feature, errors.labelRule, problem!)
  if (scope.size && !isInside(shape, scope.size)) {
    return faultOf(
      keys.feature,
      errors.labelRule,
      `must lie inside the image, ${scope.size[0]} x ${scope.size[1]} pixels`,
    )
  }
  property[keys.shape] = name
  property[keys.feature] = encodeFeature(shape)
  return undefined
}

/** Start (included) and end (excluded) in code points: 0 ≤ start < end ≤ length of the text (D29). */
export function readSpan(given: Property, property: Property, scope: Scope): Fault | undefined {
  const start = given[keys.startIndex]
  const end = given[keys.endIndex]
  const fault = faultOfIndex(keys.startIndex, start) ?? faultOfIndex(keys.endIndex, end)
  if (fault !== undefined) return fault
  if ((start as number) >= (end as number))
    return faultOf(keys.endIndex, errors.labelRule, 'must be greater than the start index')
  if (scope.textLength !== undefined && (end as number) > scope.textLength) {
    return faultOf(
      keys.endIndex,
      errors.labelRule,
      `must not exceed the length of the text, ${scope.textLength} characters`,
    )
  }
  property[keys.startIndex] = start
  property[keys.endIndex] = end
  return undefined
}

/** Ids of the two entities of a relation. Whether they exist is seen when all labels of the sample are read. */
export function readEnds(given: Property, property: Property): Fault | undefined {
  for (const key of [keys.from, keys.to]) {
    if (given[key] === undefined) return faultOf(key, errors.labelRule, 'is required')
    if (typeof given[key] !== 'string')
      return faultOf(key, errors.parameterInvalid, 'must be the id of an entity, a text')
    property[key] = given[key]
  }
  return given[keys.from] === given[keys.to]
    ? faultOf(keys.to, errors.labelRule, 'must be another entity than the start')
    : undefined
}

/** The transcript of a whole recording. */
export function readContent(given: Property, property: Property): Fault | undefined {
  if (given[keys.content] === undefined) return faultOf(keys.content, errors.labelRule, 'is required')
  return copyText(keys.content, given, property)
}

/** Start and end as hh:mm:ss.SSS, start < end ≤ duration; speaker and transcript where the dataset wants them. */
export function readParagraph(given: Property, property: Property, scope: Scope): Fault | undefined {
  const fault = copyTime(keys.startTime, given, property) ?? copyTime(keys.endTime, given, property)
  if (fault !== undefined) return fault
  const end = decodeTime(given[keys.endTime] as string)!
  if (decodeTime(given[keys.startTime] as string)! >= end) {
    return faultOf(keys.endTime, errors.labelRule, 'must be later than the start time')
  }
  if (scope.duration !== undefined && end > scope.duration) {
    return faultOf(
      keys.endTime,
      errors.labelRule,
      `must not exceed the duration of the recording, ${scope.duration} ms`,
    )
  }
  if (!scope.content_labeling && given[keys.content] !== undefined) {
    return faultOf(keys.content, errors.labelRule, 'is not taken: the dataset has content_labeling false')
  }
  return copyText(keys.source, given, property) ?? copyText(keys.content, given, property)
}

function faultOfIndex(key: string, value: unknown): Fault | undefined {
  if (value === undefined) return faultOf(key, errors.labelRule, 'is required')
  if (!Number.isSafeInteger(value)) return faultOf(key, errors.parameterInvalid, 'must be an integer')
  return (value as number) < 0 ? faultOf(key, errors.labelRule, 'must be at least 0') : undefined
}

function copyTime(key: string, given: Property, property: Property): Fault | undefined {
  const value = given[key]
  if (value === undefined) return faultOf(key, errors.labelRule, 'is required')
  if (typeof value !== 'string' || decodeTime(value) === undefined) {
    return faultOf(key, errors.parameterInvalid, 'must be a time written as hh:mm:ss.SSS')
  }
  property[key] = value
  return undefined
}

function copyText(key: string, given: Property, property: Property): Fault | undefined {
  const value = given[key]
  if (value === undefined) return undefined
  if (typeof value !== 'string') return faultOf(key, errors.parameterInvalid, 'must be a text')
  property[key] = value
  return undefined
}

function faultOf(key: string, error: Fault['error'], problem: string): Fault {
  return faultAt(`property.${key}`, error, problem)
}
