import { IntlMessageFormat } from 'intl-messageformat'
import { expect, test } from 'vitest'
import german from './de/index.ts'
import english from './en/index.ts'
import chinese from './zh/index.ts'

/** Messages by `area.key`. */
function messagesOf(part: object, prefix = ''): Map<string, string> {
  const found = Object.entries(part).flatMap(([key, value]) =>
    typeof value === 'string' ? [[`${prefix}${key}`, value] as const] : [...messagesOf(value, `${prefix}${key}.`)],
  )
  return new Map(found)
}

/** Names that a message takes, with those inside of plurals. */
function argumentsOf(message: string): string[] {
  const names = new Set<string>()
  const visit = (part: unknown): void => {
    if (Array.isArray(part)) for (const one of part) visit(one)
    if (typeof part !== 'object' || part === null) return
    const { type, value, options, children } = part as Record<string, unknown>
    // Kinds of the parser: 0 is plain text, 7 the number sign of a plural.
    if (type !== 0 && type !== 7 && typeof value === 'string') names.add(value)
    if (options) for (const option of Object.values(options as object)) visit((option as { value: unknown }).value)
    visit(children)
  }
  visit(new IntlMessageFormat(message, 'en').getAst())
  return [...names].sort()
}

test.each([
  ['German', german],
  ['Chinese', chinese],
])('%s says everything that English says, with the same values', (_, catalogue) => {
  const theirs = messagesOf(catalogue)
  for (const [key, message] of messagesOf(english)) {
    const other = theirs.get(key)
    expect(other, key).toBeTruthy()
    expect([key, argumentsOf(other!)]).toEqual([key, argumentsOf(message)])
  }
})
