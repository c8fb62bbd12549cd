import { HARD_REASONS } from '#contract/codes.ts'

/**
 * Marks of hard examples: texts in the property of a label, booleans and numbers in the metadata of a sample
 * (behaviour 4.5, contract trap 30). The decoders answer undefined for anything but the documented form.
 */

/** `'0'`, `'false'`, `'1'`, `'true'`. */
export function decodeFlag(text: unknown): boolean | undefined {
  if (text === '1' || text === 'true') return true
  return text === '0' || text === 'false' ? false : undefined
}

export function encodeFlag(flag: boolean): string {
  return flag ? 'true' : 'false'
}

/** A number from 0 to 1 as decimal text: `'0.6'`, `'1.0'`, `'1e-05'`. */
export function decodeCoefficient(text: unknown): number | undefined {
  if (typeof text !== 'string' || !isDigit(text.charCodeAt(0)) || !isDigit(text.charCodeAt(text.length - 1)))
    return undefined
  for (let at = 1; at < text.length - 1; at++) {
    if (!isDigit(text.charCodeAt(at)) && !'.eE+-'.includes(text.charAt(at))) return undefined
  }
  const value = Number(text)
  return isCoefficient(value) ? value : undefined
}

export function isCoefficient(value: unknown): value is number {
  return typeof value === 'number' && value >= 0 && value <= 1
}

/** Ids 0..30 joined by hyphens, `'3-20-21'`; an empty text is no reason at all. */
export function decodeHardReasons(text: unknown): number[] | undefined {
  if (typeof text !== 'string') return undefined
  if (text === '') return []
  const reasons: number[] = []
  for (const part of text.split('-')) {
    const isPlain = part.length === 1 || (part.length === 2 && part.charCodeAt(0) !== 0x30)
    const reason =
      isPlain && isDigit(part.charCodeAt(0)) && isDigit(part.charCodeAt(part.length - 1)) ? Number(part) : -1
    if (!isHardReason(reason)) return undefined
    reasons.push(reason)
  }
  return reasons
}

export function encodeHardReasons(reasons: readonly number[]): string {
  return reasons.join('-')
}

export function isHardReason(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) >= 0 && (value as number) < HARD_REASONS.length
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39
}
