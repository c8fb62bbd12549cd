import type { Options } from './command.ts'
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
  if (word === undefined)
    throw usageFailure(
      `--${option} is ${new Intl.ListFormat('en', { type: 'disjunction' }).format(words)}, not "${text}"`,
    )
  return word
}

/** A command that only lists takes no options: with one the path was forgotten. */
export function expectNoOptions(values: Readonly<Record<string, unknown>>, options: Options): void {
  const given = Object.keys(options).find((name) => values[name] !== undefined)
  if (given === undefined) return
  throw usageFailure(`--${values[given] === false ? 'no-' : ''}${given} needs a path or --task`)
}
