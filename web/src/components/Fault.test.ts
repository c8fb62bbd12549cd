import i18next from 'i18next'
import { beforeAll, expect, test } from 'vitest'
import { ApiError } from '#client/client.ts'
import { errors as refusals } from '#contract/errors.ts'
import { errors } from '#web/i18n/en/errors.ts'
import { wordsOf } from './Fault.tsx'

beforeAll(() => i18next.init({ lng: 'en', resources: { en: { errors } } }))

const refused = (number: string, error_msg: string) =>
  new ApiError('call', 400, { error_code: `ModelArts.${number}`, error_msg })

test('a refusal is said in our words, with the sentence of the server where that names what is meant', () => {
  const named = wordsOf(refused('4396', 'limit must be at most 100.'))
  expect(named).toEqual({
    text: 'Something that you entered does not fit.',
    detail: 'limit must be at most 100.',
    code: 'ModelArts.4396',
  })
  expect(wordsOf(refused('4602', 'The name "a" is taken.'))).toMatchObject({ text: errors.whole[4602], detail: null })
})

test('what a code means at one place comes first, and one without words keeps its sentence', () => {
  expect(wordsOf(refused('4351', 'x'), { '4351': 'It is there.' })).toMatchObject({ text: 'It is there.' })
  expect(wordsOf(refused('9999', 'A new one.'))).toMatchObject({ text: 'A new one.', code: 'ModelArts.9999' })
})

test('no answer is told apart from a fault of the page', () => {
  expect(wordsOf(new TypeError('Failed to fetch'))).toMatchObject({ text: errors.unreachable, code: null })
  expect(wordsOf(new ApiError('call', 502, {}))).toMatchObject({ text: errors.unreachable, detail: 'HTTP 502' })
  expect(wordsOf(new TypeError('x is not a function'))).toMatchObject({ text: errors.unexpected })
})

test('only codes that there are have words, each once', () => {
  const known = new Set(Object.values(refusals).map(({ error_code }) => error_code.split('.')[1]))
  const worded = [...Object.keys(errors.whole), ...Object.keys(errors.more)]
  expect(worded.filter((number) => !known.has(number))).toEqual([])
  expect(new Set(worded).size).toBe(worded.length)
})
