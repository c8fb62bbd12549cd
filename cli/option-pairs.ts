import { usageFailure } from './exit-codes.ts'

/** The values of an option that is given as `name=value`, once for each; the first `=` parts them. */
export function readPairs(option: string, texts: readonly string[] = []): [name: string, value: string][] {
  return texts.map((text) => {
    const sign = text.indexOf('=')
    if (sign < 1) throw usageFailure(`--${option} wants two words with "=" between them, not "${text}"`)
    return [text.slice(0, sign), text.slice(sign + 1)]
  })
}

/** One of a few words, or nothing. */
export function readWord<const Word extends string>(option: string, words: readonly Word[], text: string | undefined) {
  if (text === undefined) return undefined
  const word = words.find((one) => one === text)
  if (word === undefined) throw usageFailure(`--${option} is ${words.join(' or ')}, not "${text}"`)
  return word
}
