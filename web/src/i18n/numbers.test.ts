import { expect, test } from 'vitest'
import { textOfBytes } from './numbers.ts'

test.each([
  [0, 'en', '0 bytes'],
  [1, 'en', '1 byte'],
  [73, 'en', '73 bytes'],
  [1500, 'en', '1.5 kB'],
  [73, 'de', '73 Byte'],
  [2_340_000, 'de', '2,3 MB'],
  [73, 'zh', '73字节'],
])('%i bytes are told in the greatest unit that fits (%s)', (bytes, language, text) => {
  expect(textOfBytes(bytes, language)).toBe(text)
})
