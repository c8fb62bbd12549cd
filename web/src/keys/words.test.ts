import { expect, test } from 'vitest'
import { hasWords } from './words.ts'

test.each([
  ['Paste all labels of the previous sample', 'prev PASTE', true],
  ['Paste all labels of the previous sample', 'prev cut', false],
  ['Kürzel', 'kÜR', true],
  ['粘贴上一个样本的所有标签', '上一个', true],
  ['Undo', '  ', true],
])('%s found by %s: %s', (text, typed, found) => expect(hasWords(text, typed, 'en')).toBe(found))
