import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decodeText, findEncoding, longestLine, splitLines, type TextEncoding } from './text.ts'

const bytes = (text: string) => Buffer.from(text, 'latin1')
const gbk = bytes('\xc4\xe3\xba\xc3')

async function* inChunks(file: Uint8Array, size: number) {
  for (let at = 0; at < file.length; at += size) yield file.subarray(at, at + size)
}

async function lines(file: Uint8Array | string, encoding?: TextEncoding, size = 64 * 1024) {
  const found = []
  for await (const { end: _, ...line } of splitLines(inChunks(Buffer.from(file as string), size), { encoding })) {
    found.push(line)
  }
  return found
}

describe('decoding', () => {
  test.each([
    ['UTF-8', Buffer.from('größe 猫 😀'), 'größe 猫 😀'],
    ['UTF-8', Buffer.from('\ufeffBOM'), 'BOM'],
    ['UTF-8', Buffer.from('a\ufeffb'), 'a\ufeffb'],
    ['UTF-8', Buffer.from('  e\u0301 \r\n'), '  e\u0301 \r\n'],
    ['UTF-8', Buffer.from(''), ''],
    ['GBK', gbk, '你好'],
    ['GB2312', gbk, '你好'],
    ['GBK', bytes('a\x81\x5cb'), 'a乗b'],
  ] as [TextEncoding, Uint8Array, string][])('%s %j', (encoding, file, text) => {
    expect(decodeText(file, encoding)).toEqual({ text })
  })

  test.each([
    ['UTF-8', gbk, 'is not valid UTF-8'],
    ['UTF-8', bytes('a\xc3'), 'is not valid UTF-8'],
    ['UTF-8', bytes('\xed\xa0\x80'), 'is not valid UTF-8'],
    ['UTF-8', bytes('\xc0\x80'), 'is not valid UTF-8'],
    ['GBK', bytes('a\xff'), 'is not valid GBK'],
    ['GB2312', bytes('a\x81'), 'is not valid GB2312'],
    ['UTF-8', bytes('\xff\xfea\0'), 'is UTF-16, which is not read: please save the file as UTF-8'],
    ['GBK', bytes('\xfe\xff\0a'), 'is UTF-16, which is not read: please save the file as UTF-8'],
    ['UTF-8', bytes('a\0'), 'holds the character U+0000'],
    ['GBK', Buffer.from('\ufeff猫'), 'begins with the mark of UTF-8, but is said to be GBK'],
  ] as [TextEncoding, Uint8Array, string][])('%s %j is refused', (encoding, file, problem) => {
    expect(decodeText(file, encoding)).toEqual({ problem })
  })

  test('encodings are found by name in any case, others are not', () => {
    expect(['utf-8', 'UTF8', 'gbk', 'Gb2312'].map(findEncoding)).toEqual(['UTF-8', 'UTF-8', 'GBK', 'GB2312'])
    for (const name of ['', 'utf-16', 'latin1', 'gb18030', 'ascii', 'utf-8 '])
      expect(findEncoding(name)).toBeUndefined()
  })
})

describe('splitting into lines', () => {
  test('gives blank lines too where they are asked for, and none behind the last line end', async () => {
    const found = await Array.fromAsync(splitLines(inChunks(Buffer.from('\ufeff\r\n a\n\n \n'), 2), { blank: true }))
    expect(found).toEqual([
      { line: 1, end: 5, text: '' },
      { line: 2, end: 8, text: ' a' },
      { line: 3, end: 9, text: '' },
      { line: 4, end: 11, text: ' ' },
    ])
  })

  test('ends lines at LF, CRLF and the end of the file, and counts blank ones without giving them', async () => {
    expect(await lines('one\ntwo\r\n\n \t\r\n\u3000\n  three  \nlast')).toEqual([
      { line: 1, text: 'one' },
      { line: 2, text: 'two' },
      { line: 6, text: '  three  ' },
      { line: 7, text: 'last' },
    ])
    expect(await lines('a\rb\n')).toEqual([{ line: 1, text: 'a\rb' }])
    expect(await lines('')).toEqual([])
    expect(await lines('\n\n')).toEqual([])
  })

  test('drops a byte order mark at the start alone', async () => {
    expect(await lines('\ufeffone\n\ufefftwo\n', 'UTF-8', 1)).toEqual([
      { line: 1, text: 'one' },
      { line: 2, text: '\ufefftwo' },
    ])
  })

  test('tells a bad line and goes on', async () => {
    const file = Buffer.concat([bytes('one\nbad \xff\nthree\nn\0l\n'), gbk, bytes('\nsix')])
    const expected = [
      { line: 1, text: 'one' },
      { line: 2, problem: 'is not valid UTF-8' },
      { line: 3, text: 'three' },
      { line: 4, problem: 'holds the character U+0000' },
      { line: 5, problem: 'is not valid UTF-8' },
      { line: 6, text: 'six' },
    ]
    expect(await lines(file)).toEqual(expected)
    expect(await lines(Buffer.concat([gbk, bytes('\n\x81\n'), gbk, bytes('\r\n')]), 'GBK')).toEqual([
      { line: 1, text: '你好' },
      { line: 2, problem: 'is not valid GBK' },
      { line: 3, text: '你好' },
    ])
  })

  test('ends a file in UTF-16 at its first line', async () => {
    const file = Buffer.from('\ufeffone\ntwo\nthree\n', 'utf16le')
    expect(await lines(file)).toEqual([
      { line: 1, problem: 'is UTF-16, which is not read: please save the file as UTF-8' },
    ])
  })

  test('a line may hold 102,400 bytes, and not one more', async () => {
    const long = 'x'.repeat(longestLine)
    const problem = 'is longer than 102400 bytes'
    expect(await lines(`${long}\r\n${long}x\r\n${long}\n${long}x`)).toEqual([
      { line: 1, text: long },
      { line: 2, problem },
      { line: 3, text: long },
      { line: 4, problem },
    ])
    expect(await lines(`\ufeff${long}\r\n`)).toEqual([{ line: 1, text: long }])
    expect(await lines('猫'.repeat(34_134), 'UTF-8', 1000)).toEqual([{ line: 1, problem }])
  })

  test('holds one line in memory, however long the line', async () => {
    async function* endless() {
      for (let i = 0; i < 400; i++) yield Buffer.alloc(1_000_000, 'x')
      yield bytes('\nnext')
    }
    const before = process.memoryUsage().arrayBuffers
    const found = []
    for await (const { end: _, ...line } of splitLines(endless())) found.push(line)
    expect(found).toEqual([
      { line: 1, problem: 'is longer than 102400 bytes' },
      { line: 2, text: 'next' },
    ])
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(200_000_000)
  })

  test('goes on behind any line as if it had read from the beginning', async () => {
    const character = fc.constantFrom('a', '\n', '\r\n', 'ü', '😀')
    await fc.assert(
      fc.asyncProperty(fc.array(character, { maxLength: 40 }), async (parts) => {
        const file = Buffer.from(parts.join(''))
        const all = await Array.fromAsync(splitLines(inChunks(file, 7)))
        for (const [index, { line, end }] of all.entries()) {
          const rest = splitLines(inChunks(file.subarray(end), 7), { from: { line, offset: end } })
          expect(await Array.fromAsync(rest)).toEqual(all.slice(index + 1))
        }
      }),
    )
  })

  test('does not depend on how the file is cut into chunks', async () => {
    const part = fc.constantFrom('a', '猫', '😀', ' ', '\r', '\n', '\r\n', '\ufeff', '\n\n', 'x'.repeat(50))
    await fc.assert(
      fc.asyncProperty(fc.array(part, { maxLength: 40 }), fc.integer({ min: 1, max: 70 }), async (parts, size) => {
        const file = parts.join('')
        const expected = file
          .replace(/^\ufeff/, '')
          .split('\n')
          .map((text, i) => ({ line: i + 1, text: text.replace(/\r$/, '') }))
          .filter(({ text }) => text.trim() !== '')
        expect(await lines(file, 'UTF-8', size)).toEqual(expected)
      }),
    )
  })
})
