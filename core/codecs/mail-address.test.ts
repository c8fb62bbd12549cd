import { expect, test } from 'vitest'
import { isMailAddress, readMailAddress } from './mail-address.ts'

test.each([
  'xxx@xxx.com',
  'a@b',
  "o'brien+muster@mail.example.co.uk",
  'first.last@example.com',
  'a!#$%&*/=?^_`{|}~-z@example.com',
  '张三@例子.中国',
  'jörg@münchen.example',
  'राम@उदाहरण.भारत',
  `${'a'.repeat(64)}@example.com`,
])('%s is an address', (text) => {
  expect(isMailAddress(text)).toBe(true)
})

test.each([
  '',
  '@',
  'a@',
  '@b',
  'a b@c.de',
  'a@b@c.de',
  'a@b..de',
  '.a@b.de',
  'a.@b.de',
  'a..b@c.de',
  'a@-b.de',
  'a@b-.de',
  'a@b_c.de',
  'a@[10.0.0.1]',
  '"a b"@c.de',
  'A <a@b.de>',
  'a@b.de, c@d.de',
  'a@b.de;c@d.de',
  'a@b.de\r\nBcc: c@d.de',
  'a@b.de\n',
  'a\0@b.de',
  'a\u2028@b.de',
  '\ud800@b.de',
  `${'a'.repeat(65)}@b.de`,
  `a@${'b'.repeat(64)}.de`,
  `a@${'b.'.repeat(130)}de`,
])('%j is none', (text) => {
  expect(isMailAddress(text)).toBe(false)
})

test('an address is kept in lower case without spaces around, and nothing is made of what is none', () => {
  expect(readMailAddress(' Tom@Example.COM\n')).toBe('tom@example.com')
  expect(readMailAddress('ÄNNE@Müller.DE')).toBe('änne@müller.de')
  for (const text of ['', ' ', 'tom', 'tom @example.com', 'tom@example.com, eva@example.com']) {
    expect(readMailAddress(text)).toBeNull()
  }
})
