import fc from 'fast-check'
import { expect, test } from 'vitest'
import { utf8Length } from './utf8-length.ts'

test('the length of a text in UTF-8 is told in bytes', () => {
  expect(utf8Length('aé深😀')).toBe(1 + 2 + 3 + 4)
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom('a', '\x7f', '\x80', '\u07ff', '\u0800', '深', '\uffff', '😀') }),
      (text) => {
        expect(utf8Length(text)).toBe(Buffer.byteLength(text))
      },
    ),
  )
})
