/**
 * Texts are measured in Unicode code points, on the wire and in the database (D29): an emoji of two UTF-16 units is one,
 * a flag is two, a letter with a combining mark is two. Nothing is normalised, so an index means the same to every reader.
 */

/** Number of code points of a text; an unpaired surrogate counts as one. */
export function codePointLength(text: string): number {
  let length = text.length
  for (let at = 0; at < text.length - 1; at++) {
    if (isPair(text, at)) {
      length--
      at++
    }
  }
  return length
}

/** The part of a text from code point `start` (included) to `end` (excluded), as an entity label covers it. */
export function sliceCodePoints(text: string, start: number, end: number): string {
  const from = unitOf(text, start, 0)
  return text.slice(from, unitOf(text, end - start, from))
}

/** The UTF-16 index that lies `points` code points after the index `from`, at most the end of the text. */
function unitOf(text: string, points: number, from: number): number {
  let at = from
  for (let passed = 0; passed < points && at < text.length; passed++) at += isPair(text, at) ? 2 : 1
  return at
}

function isPair(text: string, at: number): boolean {
  return (text.charCodeAt(at) & 0xfc00) === 0xd800 && (text.charCodeAt(at + 1) & 0xfc00) === 0xdc00
}
