import { FORBIDDEN, MOST_CHARACTERS } from '#core/acceptance/comment.ts'

/** Opening and closing quotation marks of each language, double and single. */
const QUOTES: Readonly<Record<string, { double: readonly [string, string]; single: readonly [string, string] }>> = {
  en: { double: ['“', '”'], single: ['‘', '’'] },
  de: { double: ['„', '“'], single: ['‚', '‘'] },
  zh: { double: ['“', '”'], single: ['‘', '’'] },
}

/** What a quotation mark opens after: nothing, a space, a bracket, a dash, another opening mark. */
const BEFORE_OPENING = /(?:^|[\s([{–—/“„‘‚])$/u

/**
 * The same text with typographic quotation marks in place of ASCII ones, which no verdict may hold. Every mark is replaced
 * by one of the same length, so that the caret stays where it is.
 */
export function typographic(text: string, language: string): string {
  const { double, single } = QUOTES[language] ?? QUOTES.en!
  let written = ''
  for (const character of text) {
    const opens = BEFORE_OPENING.test(written.slice(-1))
    if (character === '"') written += opens ? double[0] : double[1]
    // Between letters, and at the end of a word that nothing opened, it is an apostrophe.
    else if (character === "'") written += opens ? single[0] : closing(written, single)
    else written += character
  }
  return written
}

function closing(written: string, [open, close]: readonly [string, string]): string {
  return written.lastIndexOf(open) > written.lastIndexOf(close) ? close : '’'
}

export type ReasonFault =
  | { readonly kind: 'missing' }
  | { readonly kind: 'long'; readonly by: number }
  | { readonly kind: 'character'; readonly character: string }

/** Code points of a reason, as the server counts them. */
export function lengthOf(reason: string): number {
  return [...reason].length
}

/** Why a reason would be refused: said before it is sent. */
export function faultOfReason(reason: string): ReasonFault | null {
  const character = FORBIDDEN.exec(reason)?.[0]
  if (character !== undefined) return { kind: 'character', character }
  const by = lengthOf(reason) - MOST_CHARACTERS
  if (by > 0) return { kind: 'long', by }
  return reason.trim() === '' ? { kind: 'missing' } : null
}
