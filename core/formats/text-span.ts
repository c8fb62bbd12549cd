import { keys } from '#core/labels/property-keys.ts'
import { codePointLength, sliceCodePoints } from '#core/text/code-points.ts'
import type { RecordLabel } from './record.ts'

/** What a file counts when it says a place in a text. */
export type OffsetUnit = 'code_point' | 'utf16'

/** From where to before where. */
export type Span = [start: number, end: number]

export function otherUnit(unit: OffsetUnit): OffsetUnit {
  return unit === 'utf16' ? 'code_point' : 'utf16'
}

/** What an entity covers, in code points. */
export function spanOf({ property = {} }: RecordLabel): Span {
  return [Number(property[keys.startIndex]), Number(property[keys.endIndex])]
}

/** In code points; undefined where it lies outside the text, is empty, or cuts a character in two. */
export function readSpan(text: string, [start, end]: Span, unit: OffsetUnit): Span | undefined {
  if (start >= end) return undefined
  if (unit === 'code_point') return end <= codePointLength(text) ? [start, end] : undefined
  if (end > text.length || isWithinPair(text, start) || isWithinPair(text, end)) return undefined
  return [codePointLength(text.slice(0, start)), codePointLength(text.slice(0, end))]
}

/** A span of code points as a file counts it. */
export function writeSpan(text: string, [start, end]: Span, unit: OffsetUnit): Span {
  if (unit === 'code_point') return [start, end]
  return [sliceCodePoints(text, 0, start).length, sliceCodePoints(text, 0, end).length]
}

function isWithinPair(text: string, at: number): boolean {
  return at > 0 && (text.charCodeAt(at) & 0xfc00) === 0xdc00 && (text.charCodeAt(at - 1) & 0xfc00) === 0xd800
}
