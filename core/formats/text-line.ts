import { utf8Length } from '#core/text/utf8-length.ts'

/** In bytes (formats 2). */
const longestLine = 100 * 1024

/** The text with a space for each character that would end a line too soon: offsets in it stay what they are. */
export function asLine(text: string): string {
  return text.replace(/[\r\n]|^\ufeff/g, ' ')
}

export function isTooLong(line: string): boolean {
  return utf8Length(line) > longestLine
}
