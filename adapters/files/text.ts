import { TextDecoder } from 'node:util'
import { faultOfText } from '#contract/text.ts'
import type { FileLine, LinePlace } from '#core/formats/files.ts'

/** What text files may be written in (formats 2). GB2312 is read as GBK, which contains it. */
export const TEXT_ENCODINGS = ['UTF-8', 'GBK', 'GB2312'] as const
export type TextEncoding = (typeof TEXT_ENCODINGS)[number]

export type LineOptions = {
  encoding?: TextEncoding
  /** Bytes of the longest line, without its end. */
  longest?: number
  /** The stream begins there, not at the beginning of the file. */
  from?: LinePlace
  /** Blank lines are told too. */
  blank?: boolean
}

/** In bytes, without the line end (formats 2: 100 KB). */
export const longestLine = 100 * 1024

/** Finds an encoding by its name in any case, `utf8` included. */
export function findEncoding(name: string): TextEncoding | undefined {
  const upper = name.toUpperCase()
  return upper === 'UTF8' ? 'UTF-8' : TEXT_ENCODINGS.find((encoding) => encoding === upper)
}

/** Decodes a whole text without its byte order mark, by any name `TextDecoder` knows; nothing is replaced, trimmed or normalised. */
export function decodeText(bytes: Uint8Array, encoding = 'UTF-8'): { text: string } | { problem: string } {
  return decode(bytes, decoderOf(encoding), encoding, true)
}

/**
 * Splits a text file into its lines, ended by LF or CRLF or the end of the file. Blank lines are passed over unless asked for, a bad line
 * is told and does not end the file; only a file in UTF-16 does, at line 1. At most one line is held in memory.
 *
 * Bytes are split before they are decoded: no character of these encodings has a byte 0x0A but the line feed itself.
 */
export async function* splitLines(
  stream: AsyncIterable<Uint8Array>,
  { encoding = 'UTF-8', longest = longestLine, from = { line: 0, offset: 0 }, blank = false }: LineOptions = {},
): AsyncGenerator<FileLine> {
  const decoder = decoderOf(encoding)
  const pending = new PendingLine(longest)
  let { line, offset } = from
  let mark: Uint8Array = new Uint8Array()
  const finish = (end: number): FileLine | undefined => {
    line++
    const bytes = pending.take()
    if (line === 1 && isUtf16(mark)) return { line, end, problem: utf16 }
    if (bytes === undefined) return { line, end, problem: `is longer than ${longest} bytes` }
    const decoded = decode(bytes, decoder, encoding, line === 1)
    return 'text' in decoded && decoded.text.trim() === '' && !blank ? undefined : { line, end, ...decoded }
  }
  for await (const chunk of stream) {
    if (mark.length < 2) mark = Buffer.concat([mark, chunk.subarray(0, 2 - mark.length)])
    let start = 0
    for (let end = chunk.indexOf(0x0a); end >= 0; end = chunk.indexOf(0x0a, start)) {
      pending.add(chunk.subarray(start, end))
      start = end + 1
      const found = finish(offset + start)
      if (found !== undefined) yield found
      if (found?.line === 1 && 'problem' in found && found.problem === utf16) return
    }
    pending.add(chunk.subarray(start))
    offset += chunk.length
  }
  // Behind the last line end there is no other line.
  const last = pending.size > 0 ? finish(offset) : undefined
  if (last !== undefined) yield last
}

const utf16 = 'is UTF-16, which is not read: please save the file as UTF-8'

/** The bytes of a line so far; beyond the longest line only their number. */
class PendingLine {
  readonly longest: number
  parts: Uint8Array[] = []
  size = 0

  constructor(longest: number) {
    this.longest = longest
  }

  add(part: Uint8Array): void {
    this.size += part.length
    // A carriage return and a byte order mark come on top.
    if (this.size > this.longest + 4) this.parts = []
    else if (part.length > 0) this.parts.push(part)
  }

  /** The line without its carriage return, or undefined when it is too long; the next line begins. */
  take(): Uint8Array | undefined {
    const { parts, size } = this
    this.parts = []
    this.size = 0
    if (size > this.longest + 4) return undefined
    const bytes = parts.length === 1 ? parts[0]! : Buffer.concat(parts)
    const line = bytes.at(-1) === 0x0d ? bytes.subarray(0, -1) : bytes
    return line.length > this.longest + (hasMark(line) ? 3 : 0) ? undefined : line
  }
}

function decode(
  bytes: Uint8Array,
  decoder: TextDecoder,
  encoding: string,
  isStart: boolean,
): { text: string } | { problem: string } {
  if (isStart && isUtf16(bytes)) return { problem: utf16 }
  const marked = isStart && hasMark(bytes)
  if (marked && encoding !== 'UTF-8') return { problem: `begins with the mark of UTF-8, but is said to be ${encoding}` }
  try {
    const text = decoder.decode(marked ? bytes.subarray(3) : bytes)
    const fault = faultOfText(text)
    return fault === undefined ? { text } : { problem: `holds ${fault}` }
  } catch {
    return { problem: `is not valid ${encoding}` }
  }
}

function decoderOf(encoding: string): TextDecoder {
  return new TextDecoder(encoding, { fatal: true, ignoreBOM: true })
}

function hasMark(bytes: Uint8Array): boolean {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf
}

/** Whether a file begins with a mark of UTF-16. */
export function isUtf16(bytes: Uint8Array): boolean {
  return (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)
}
