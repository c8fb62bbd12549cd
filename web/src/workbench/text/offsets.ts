/**
 * The two ways of counting in a text. The wire, the document and every rule here count code points (D29); the screen and
 * the strings of the language count UTF-16 units. They are different types, and `Offsets` is the only bridge.
 */
export type CodePoint = number & { readonly unit: 'code point' }
export type Utf16 = number & { readonly unit: 'utf16' }

/** From `start` (included) to `end` (excluded). */
export type TextRange = { readonly start: CodePoint; readonly end: CodePoint }

/** What lies between two places, whichever comes first. */
export function rangeBetween(one: CodePoint, other: CodePoint): TextRange {
  return one < other ? { start: one, end: other } : { start: other, end: one }
}

export type Offsets = {
  /** Of the whole text. */
  readonly length: CodePoint
  /** What lies beyond an end of the text is that end. */
  toUtf16(at: CodePoint): Utf16
  /** The inside of a surrogate pair is its beginning. */
  toCodePoint(at: Utf16): CodePoint
}

/** Prepares the conversions of a text: a comparison each where it has no pair of surrogates, else a binary search. */
export function offsetsOf(text: string): Offsets {
  const pairs = pairsOf(text)
  const length = (text.length - pairs.length) as CodePoint
  const clamp = (at: number, most: number) => Math.max(0, Math.min(at, most))
  if (pairs.length === 0) {
    return {
      length,
      toUtf16: (at) => clamp(at, length) as number as Utf16,
      toCodePoint: (at) => clamp(at, length) as number as CodePoint,
    }
  }
  return {
    length,
    toUtf16(at) {
      const point = clamp(at, length)
      return (point + countWhile(pairs.length, (index) => pairs[index]! - index < point)) as Utf16
    },
    toCodePoint(at) {
      const unit = clamp(at, text.length)
      return (unit - countWhile(pairs.length, (index) => pairs[index]! < unit)) as CodePoint
    },
  }
}

/** The part of a text that a range covers. */
export function sliceText(text: string, offsets: Offsets, { start, end }: TextRange): string {
  return text.slice(offsets.toUtf16(start), offsets.toUtf16(end))
}

/** How many of `count` ascending items satisfy a condition that the first ones alone satisfy. */
export function countWhile(count: number, holds: (index: number) => boolean): number {
  let low = 0
  let high = count
  while (low < high) {
    const middle = (low + high) >>> 1
    if (holds(middle)) low = middle + 1
    else high = middle
  }
  return low
}

/** UTF-16 indexes at which pairs of surrogates begin. */
function pairsOf(text: string): readonly number[] {
  const pairs: number[] = []
  for (let at = 0; at < text.length - 1; at++) {
    if ((text.charCodeAt(at) & 0xfc00) !== 0xd800 || (text.charCodeAt(at + 1) & 0xfc00) !== 0xdc00) continue
    pairs.push(at)
    at++
  }
  return pairs
}
