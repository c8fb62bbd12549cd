import { decodeText, type TextEncoding } from './text.ts'

/** Bytes at the beginning of a file that are enough for `guessEncoding`. */
export const guessLength = 64 * 1024

/**
 * Whether a text file that nobody says the encoding of is in UTF-8 or GBK, from its beginning. It is GBK when every line
 * that is not plain ASCII can be read so, and most of them cannot be UTF-8: one broken line does not turn a whole file.
 * A text of western Europe in the encoding of its Windows reads as GBK too, but as characters that hardly anybody writes: it
 * is told as broken UTF-8.
 */
export function guessEncoding(head: Uint8Array): TextEncoding {
  // The last line may be cut within a character.
  const end = head.length < guessLength ? head.length : head.lastIndexOf(0x0a) + 1
  let other = 0
  let utf8 = 0
  let pairs = 0
  let strange = 0
  for (let start = 0; start < end; ) {
    const next = head.indexOf(0x0a, start)
    const stop = next < 0 || next >= end ? end : next
    const line = head.subarray(start, stop)
    start = stop + 1
    if (line.every((byte) => byte < 0x80)) continue
    other++
    if ('text' in decodeText(line)) utf8++
    if ('problem' in decodeText(line, 'GBK')) return 'UTF-8'
    for (let at = 0; at < line.length; at++) {
      if (line[at]! < 0x80) continue
      pairs++
      if (isLetter(line[++at]!)) strange++
    }
  }
  return utf8 * 2 < other && strange * 2 < pairs ? 'GBK' : 'UTF-8'
}

/** Of ASCII: what follows the `ü` of `für` and ends a rare character of GBK. */
function isLetter(byte: number): boolean {
  return (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7a
}
