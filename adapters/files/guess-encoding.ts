import { decodeText, type TextEncoding } from './text.ts'

/** Bytes at the beginning of a file that are enough for `guessEncoding`. */
export const guessLength = 64 * 1024

/**
 * Whether a text file that nobody says the encoding of is in UTF-8 or GBK, from its beginning. It is GBK when every line
 * that is not plain ASCII can be read so, and most of them cannot be UTF-8: one broken line does not turn a whole file.
 */
export function guessEncoding(head: Uint8Array): TextEncoding {
  // The last line may be cut within a character.
  const end = head.length < guessLength ? head.length : head.lastIndexOf(0x0a) + 1
  let other = 0
  let utf8 = 0
  for (let start = 0; start < end; ) {
    const next = head.indexOf(0x0a, start)
    const stop = next < 0 || next >= end ? end : next
    const line = head.subarray(start, stop)
    start = stop + 1
    if (line.every((byte) => byte < 0x80)) continue
    other++
    if ('text' in decodeText(line)) utf8++
    if ('problem' in decodeText(line, 'GBK')) return 'UTF-8'
  }
  return utf8 * 2 < other ? 'GBK' : 'UTF-8'
}
