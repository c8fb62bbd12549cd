import { findFault } from './json-scanner.ts'

/**
 * Reads a JSON text (RFC 8259) and refuses what different readers understand differently or what turns into a weapon later:
 * duplicate keys in one object, the keys `__proto__`, `constructor` and `prototype`, unpaired surrogates, the character
 * U+0000, numbers beyond a double, nesting deeper than 64. `refused` is a sentence that says what and where, as a path
 * (`samples[3].labels`) or, where the text is no JSON at all, as line and column (counted in code points from 1).
 *
 * The scan decides, the native parser makes the value: a reader of our own that builds objects would be several times slower.
 * Bytes are the caller's matter: a fatal UTF-8 decoder comes first.
 */
export function parseStrictJson(text: string): { value: unknown } | { refused: string } {
  const refused = findFault(text)
  return refused === undefined ? { value: JSON.parse(text) } : { refused }
}
