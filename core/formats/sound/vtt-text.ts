import { type Said, withoutBlankEnds } from './cue-files.ts'

/** A tag, or a character by its name or number. What is neither is text: people write `a < b` and `R&B`. */
const marks = /<(\/?[a-z][^<>]*|\/|\d[\d:.]*)>|&(#\d{1,7}|#x[\da-f]{1,6}|[a-z]+);/gi

const named = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
  ['nbsp', '\u00a0'],
  ['lrm', '\u200e'],
  ['rlm', '\u200f'],
])

/** The voices of a cue in turn, text outside of them without a source; always one at least. */
export function readVoices(text: string): { said: Said[]; isFormatted: boolean } {
  const parts: { source?: string; text: string }[] = [{ text: '' }]
  let isFormatted = false
  let at = 0
  for (const { 0: mark, 1: tag, 2: reference, index } of text.matchAll(marks)) {
    parts.at(-1)!.text += text.slice(at, index)
    at = index + mark.length
    if (reference !== undefined) parts.at(-1)!.text += decodeReference(reference) ?? mark
    else if (/^v(?:[.\s]|$)/.test(tag!)) parts.push({ ...readSource(tag!), text: '' })
    else if (tag === '/v' || tag === '/') parts.push({ text: '' })
    else isFormatted = true
  }
  parts.at(-1)!.text += text.slice(at)
  const said = parts.flatMap(({ source, text: words }): Said[] => {
    const content = withoutBlankEnds(words.split('\n'))
    if (source === undefined && content === undefined) return []
    return [{ ...(source !== undefined && { source }), ...(content !== undefined && { content }) }]
  })
  return { said: said.length === 0 ? [{}] : said, isFormatted }
}

/** `v.loud Ada Lovelace` → Ada Lovelace. */
function readSource(tag: string): { source?: string } {
  const given = tag.replace(/^v\S*/, '').replace(/&([^&;]+);/g, (mark, name: string) => decodeReference(name) ?? mark)
  const source = given.replace(/\s+/g, ' ').trim()
  return source === '' ? {} : { source }
}

function decodeReference(reference: string): string | undefined {
  if (!reference.startsWith('#')) return named.get(reference)
  const isHex = /^#x/i.test(reference)
  const point = Number.parseInt(reference.slice(isHex ? 2 : 1), isHex ? 16 : 10)
  const isCharacter = point > 0 && point <= 0x10ffff && (point & 0x1ff800) !== 0xd800
  return isCharacter ? String.fromCodePoint(point) : undefined
}

export function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
