import { expect, test } from 'vitest'
import { guessEncoding, guessLength } from './guess-encoding.ts'

const hello = Buffer.from([0xc4, 0xe3, 0xba, 0xc3, 0x0a]) // 你好 in GBK
const utf8 = Buffer.from('你好\n')
const broken = Buffer.from([0xe4, 0xbd, 0x0a])

test('plain ASCII, UTF-8 and nothing at all are UTF-8', () => {
  for (const text of ['', 'one\ntwo', '\ufeffone', 'größe\n猫\n😀', '\r\n']) {
    expect(guessEncoding(Buffer.from(text)), text).toBe('UTF-8')
  }
})

test('lines that only GBK can read make a file GBK', () => {
  expect(guessEncoding(hello)).toBe('GBK')
  expect(guessEncoding(Buffer.concat([Buffer.from('ascii\n'), hello, hello.subarray(0, 2)]))).toBe('GBK')
})

test('one broken line does not turn a file of UTF-8', () => {
  expect(guessEncoding(Buffer.concat([utf8, hello, utf8]))).toBe('UTF-8')
  expect(guessEncoding(Buffer.concat([utf8, broken]))).toBe('UTF-8')
})

test('what neither can read is UTF-8, and its lines are told as broken', () => {
  expect(guessEncoding(Buffer.from([0xff, 0xff, 0x0a]))).toBe('UTF-8')
})

test('a line that the beginning of a long file cuts off does not count', () => {
  const long = Buffer.alloc(guessLength, hello)
  expect(long.length).toBe(guessLength)
  expect(guessEncoding(long)).toBe('GBK')
  const cut = Buffer.concat([Buffer.alloc(guessLength - 1, utf8.subarray(0, 6)), Buffer.from([0xe4])])
  expect(guessEncoding(cut)).toBe('UTF-8')
})

test('a text of western Europe in an encoding of its own is no GBK, although it could be read so', () => {
  for (const text of ['Mädchen über der Straße\n', 'grün\n', "déjà vu, café crème\nl'été\n", 'Größe zählt\n']) {
    expect(guessEncoding(Buffer.from(text, 'latin1')), text).toBe('UTF-8')
  }
  // 電腦 and 臺灣 are outside GB2312, and the second byte of some of them is a letter.
  const traditional = Buffer.from([0xeb, 0x8a, 0xc4, 0x58, 0xc5, 0x5f, 0x9e, 0xb3, 0x0a])
  expect(guessEncoding(traditional)).toBe('GBK')
})
