import { expect, test } from 'vitest'
import { measureText } from './measure.ts'
import { readText } from './text-model.ts'

test.each([
  ['', { characters: 0, words: 0, sentences: 0, paragraphs: 1 }],
  ['One two. Three!\n\n– 4 😀', { characters: 22, words: 4, sentences: 3, paragraphs: 3 }],
  ['今天天气很热。明天呢？', { characters: 11, words: 6, sentences: 2, paragraphs: 1 }],
])('%j measures %o', (text, measure) => expect(measureText(readText(text))).toEqual(measure))
