import { errors } from '#contract/errors.ts'
import { quote, writePath } from '#contract/text.ts'
import { decodeCoefficient, decodeFlag, decodeHardReasons } from '#core/codecs/hard.ts'
import { type Fault, faultAt } from './fault.ts'
import type { LabelAttribute, LabelDefinition } from './label-set.ts'
import type { LabelRule } from './label-types.ts'
import { isExtensionKey, isFreeKey, keys, typedKeys } from './property-keys.ts'

type Property = Record<string, unknown>

/**
 * Reads every key of a label property that is no position: hard marks, user attributes and the keys that need no
 * definition (behaviour 4.5). Of the typed keys of the label's type the hard marks are read here.
 */
export function readLabelAttributes(
  given: Property,
  property: Property,
  { own, classes }: Pick<LabelRule, 'own' | 'classes'>,
  definition: LabelDefinition | undefined,
): Fault | undefined {
  const takesClasses = classes === true && definition === undefined
  for (const key of Object.keys(given)) {
    const value = given[key]
    if (value === undefined) continue
    let fault: Fault | undefined
    if (!typedKeys.has(key)) fault = takesClasses ? faultOfClass(key, value) : readFreeKey(key, value, definition)
    else if (!own.has(key)) fault = faultOf(key, errors.labelRule, 'does not belong to labels of this type')
    else if (isHardKey(key)) fault = faultOfHardMark(key, value)
    else continue
    if (fault !== undefined) return fault
    property[key] = value
  }
  for (const attribute of definition?.attributes ?? []) {
    // An empty default means that there is none.
    if (attribute.default_value && !Object.hasOwn(property, attribute.name)) {
      property[attribute.name] = attribute.default_value
    }
  }
  return undefined
}

function readFreeKey(key: string, value: unknown, definition: LabelDefinition | undefined): Fault | undefined {
  if (isExtensionKey(key)) return undefined
  const attribute = definition?.attributes.find((one) => one.name === key)
  if (attribute !== undefined) return faultOfAttribute(attribute, value)
  if (!isFreeKey(key)) return faultOf(key, errors.attributeUnknown, 'is no attribute of this label')
  const isScalar = typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value)
  return isScalar ? undefined : faultOf(key, errors.parameterInvalid, 'must be a text, a number or a boolean')
}

/** Labels without a name hold class → label pairs, which nobody defines (formats 3.4). */
function faultOfClass(key: string, value: unknown): Fault | undefined {
  if (isExtensionKey(key) || isFreeKey(key)) return readFreeKey(key, value, undefined)
  return typeof value === 'string' ? undefined : faultOf(key, errors.parameterInvalid, 'must be a text')
}

function faultOfAttribute(attribute: LabelAttribute, value: unknown): Fault | undefined {
  if (typeof value !== 'string') return faultOf(attribute.name, errors.parameterInvalid, 'must be a text')
  if (attribute.type !== 'select' || attribute.values?.some((one) => one.value === value)) return undefined
  return faultOf(attribute.name, errors.attributeUnknown, `${quote(value)} is not among the values of this attribute`)
}

function isHardKey(key: string): boolean {
  return key === keys.hard || key === keys.hardCoefficient || key === keys.hardReasons
}

function faultOfHardMark(key: string, value: unknown): Fault | undefined {
  if (key === keys.hard) {
    return decodeFlag(value) === undefined
      ? faultOf(key, errors.parameterInvalid, 'must be "0", "1", "true" or "false"')
      : undefined
  }
  if (key === keys.hardCoefficient) {
    return decodeCoefficient(value) === undefined
      ? faultOf(key, errors.parameterInvalid, 'must be a number from 0 to 1 as text')
      : undefined
  }
  return decodeHardReasons(value) === undefined
    ? faultOf(key, errors.parameterInvalid, 'must be ids from 0 to 30 joined by hyphens, as "3-20-21"')
    : undefined
}

function faultOf(key: string, error: Fault['error'], problem: string): Fault {
  return faultAt(writePath(['property', key]), error, problem)
}
