import type { LabelType } from '#contract/codes.ts'
import { faultOfText, quote } from '#contract/text.ts'
import { mayBeHard } from '#core/labels/label-types.ts'
import { isExtensionKey, isFreeKey, keys, typedKeys } from '#core/labels/property-keys.ts'

const hardKeys: ReadonlySet<string> = new Set([keys.hard, keys.hardCoefficient, keys.hardReasons])

/**
 * Attributes of an object as other tools have them, put into the property of its label. Numbers and truth values become
 * texts, but for VOC's flags, which may be either; what is no value, or says what the label says itself, is told to
 * `ignored`. Answers the end of a sentence about what is wrong.
 */
export function readAttributes(
  given: unknown,
  property: Map<string, unknown>,
  { type, ignored }: { type: LabelType; ignored: string[] },
): string | undefined {
  if (given === undefined || given === null) return undefined
  if (typeof given !== 'object' || Array.isArray(given)) return 'has attributes that are no object'
  for (const [key, value] of Object.entries(given)) {
    const isScalar = typeof value === 'number' || typeof value === 'boolean' || typeof value === 'string'
    const isMark = hardKeys.has(key) && mayBeHard(type) && typeof value === 'string'
    if ((isExtensionKey(key) ? value === null : !isScalar) || (typedKeys.has(key) && !isMark)) {
      ignored.push(`the attribute ${quote(key)}`)
      continue
    }
    const kept = isExtensionKey(key) || isFreeKey(key) ? value : String(value)
    const fault = faultOfText(key) ?? (typeof kept === 'string' ? faultOfText(kept) : undefined)
    if (fault !== undefined) return `has an attribute with ${fault}`
    property.set(key, kept)
  }
  return undefined
}
