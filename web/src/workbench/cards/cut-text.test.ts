import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cutText } from './cut-text.ts'

test('a text that fits, or is hardly longer, is shown as a whole', () => {
  expect(cutText('a short text', 12)).toEqual({ shown: 'a short text', isCut: false })
  expect(cutText('a short text', 10)).toEqual({ shown: 'a short text', isCut: false })
})

test('a long text ends with a whole word', () => {
  expect(cutText('one two three four five', 12)).toEqual({ shown: 'one two', isCut: true })
})

test('without spaces no letter is cut in two', () => {
  const { shown, isCut } = cutText('👩‍👩‍👧'.repeat(20), 30)
  expect(isCut).toBe(true)
  expect(shown).toBe('👩‍👩‍👧'.repeat(3))
})

test('what is shown is the beginning of the text, not longer than allowed but for a little rest', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), fc.integer({ min: 40, max: 120 }), (text, most) => {
      const { shown, isCut } = cutText(text, most)
      expect(text.startsWith(shown)).toBe(true)
      expect(isCut).toBe(shown !== text)
      expect(shown.length).toBeLessThanOrEqual(isCut ? most : most * 1.25)
      expect(shown.isWellFormed()).toBe(true)
    }),
  )
})
