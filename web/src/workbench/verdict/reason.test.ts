import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readJudgement } from '#core/acceptance/comment.ts'
import { isRefusal } from '#core/refusal.ts'
import { faultOfReason, lengthOf, typographic } from './reason.ts'

describe('quotation marks of the keyboard become typographic ones', () => {
  test.each([
    ['en', 'The "cat" is a dog', 'The “cat” is a dog'],
    ['en', `It's the owner's "left" one`, 'It’s the owner’s “left” one'],
    ['en', `("a" and 'b')`, '(“a” and ‘b’)'],
    ['de', 'Die "Katze" ist ein Hund', 'Die „Katze“ ist ein Hund'],
    ['de', `Das war's, 'fast'`, 'Das war’s, ‚fast‘'],
    ['zh', '"猫"其实是狗', '“猫”其实是狗'],
    ['fr', '"x"', '“x”'],
  ])('%s: %s', (language, typed, expected) => {
    expect(typographic(typed, language)).toBe(expected)
  })

  test('each by one character, and written once nothing changes any more', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.constantFrom('en', 'de', 'zh'), (text, language) => {
        const written = typographic(text, language)
        expect(written.length).toBe(text.length)
        expect(written).not.toMatch(/["']/)
        expect(typographic(written, language)).toBe(written)
      }),
    )
  })
})

describe('a reason', () => {
  test('must say something', () => {
    expect(faultOfReason('  \n')).toEqual({ kind: 'missing' })
  })

  test('has 256 characters at most, an emoji being one', () => {
    expect(lengthOf('🐈'.repeat(256))).toBe(256)
    expect(faultOfReason('🐈'.repeat(256))).toBeNull()
    expect(faultOfReason('🐈'.repeat(259))).toEqual({ kind: 'long', by: 3 })
  })

  test('is told the first character that would be refused', () => {
    expect(faultOfReason('a < b & c')).toEqual({ kind: 'character', character: '<' })
  })

  test('that nothing is said against is taken by the server, and no other', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1, maxLength: 300 }), (comment) => {
        const refused = isRefusal(readJudgement({ accept: false, comment }, []))
        const fault = faultOfReason(comment)
        expect(fault !== null && fault.kind !== 'missing').toBe(refused)
      }),
    )
  })
})
