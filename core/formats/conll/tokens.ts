import { codePointLength } from '#core/text/code-points.ts'

/** Characters of a sample: a file without blank lines must not fill the memory. */
export const longestSample = 1024 * 1024

/** A word of a text; `start` and `end` in code points. */
export type Token = { text: string; start: number; end: number }

/**
 * The words and signs of a text, without the space between them. `locale` says where words end; what belongs to no language
 * is taken where it is none.
 */
export function splitWords(text: string, segmenter: Intl.Segmenter): Token[] {
  const tokens: Token[] = []
  let at = 0
  for (const { segment } of segmenter.segment(text)) {
    for (const part of segment.split(/(\s+)/u)) {
      const length = codePointLength(part)
      if (part.trim() !== '') tokens.push({ text: part, start: at, end: at + length })
      at += length
    }
  }
  return tokens
}

export function segmenterOf(locale: unknown): Intl.Segmenter {
  const granularity = 'word'
  try {
    return new Intl.Segmenter(typeof locale === 'string' ? locale : 'und', { granularity })
  } catch {
    // No name of a language.
    return new Intl.Segmenter('und', { granularity })
  }
}

/** The places of words that are joined by one space each. */
export function placeWords(words: readonly string[]): Token[] {
  let at = 0
  return words.map((text) => {
    const start = at
    const end = start + codePointLength(text)
    at = end + 1
    return { text, start, end }
  })
}
