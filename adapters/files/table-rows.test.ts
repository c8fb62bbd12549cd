import { expect, test } from 'vitest'
import { readRows } from './table-rows.ts'

const rowsOf = (text: string, separator = ',') => Array.fromAsync(readRows(chunks(text), separator))

async function* chunks(text: string) {
  for (let at = 0; at < text.length; at += 5) yield Buffer.from(text.slice(at, at + 5))
}

test('cells are texts with their quotes undone, and rows know the line they begin at', async () => {
  expect(await rowsOf('\uFEFFa,b\r\n"x, ""y""","two\nlines"\n\n1,2,3')).toEqual([
    { line: 1, cells: ['a', 'b'] },
    { line: 2, cells: ['x, "y"', 'two\nlines'] },
    { line: 5, cells: ['1', '2', '3'] },
  ])
})

test('a line end in a cell is one line, be it of one character or two', async () => {
  expect((await rowsOf('"\r\n",a\r\n"\n",b\nc,d')).map(({ line }) => line)).toEqual([1, 3, 5])
})

test('another separator is possible', async () => {
  expect(await rowsOf('a\tb,c\n', '\t')).toEqual([{ line: 1, cells: ['a', 'b,c'] }])
})

test('a quote that is never closed is told and ends the file', async () => {
  expect(await rowsOf('a,b\n"c,d\n')).toEqual([
    { line: 1, cells: ['a', 'b'] },
    { line: 2, problem: expect.stringMatching('^is not valid CSV: ') },
  ])
})

test('a row without end does not fill the memory', async () => {
  async function* endless() {
    yield Buffer.from('"')
    for (;;) yield Buffer.alloc(64 * 1024, 'a')
  }
  expect(await Array.fromAsync(readRows(endless(), ','))).toEqual([
    { line: 1, problem: expect.stringMatching('^is not valid CSV: ') },
  ])
})

test('cells may be in GBK, and what is not of its encoding is told and ends the file', async () => {
  async function* cut(text: string) {
    for (const byte of Buffer.from(text, 'latin1')) yield Buffer.from([byte])
  }
  const read = async (text: string, encoding: 'UTF-8' | 'GBK') => [
    await Array.fromAsync(readRows(cut(text), ',', encoding)),
    await Array.fromAsync(readRows([Buffer.from(text, 'latin1')] as never, ',', encoding)),
  ]
  const hello = '\xc4\xe3\xba\xc3'
  for (const found of await read(`a,${hello}\nb,c\n`, 'GBK')) {
    expect(found).toEqual([
      { line: 1, cells: ['a', '你好'] },
      { line: 2, cells: ['b', 'c'] },
    ])
  }
  for (const found of await read(`a,b\nc,${hello}\nd,e\n`, 'UTF-8')) {
    expect(found).toEqual([
      { line: 1, cells: ['a', 'b'] },
      { line: 2, problem: 'is not valid UTF-8' },
    ])
  }
  for (const found of await read('a,b\nc,\xc3', 'UTF-8')) {
    expect(found).toEqual([
      { line: 1, cells: ['a', 'b'] },
      { line: 2, problem: 'is not valid UTF-8' },
    ])
  }
})

test('an error of the file is no error of the table', async () => {
  async function* broken() {
    yield Buffer.from('a\n')
    throw new Error('cut off')
  }
  await expect(Array.fromAsync(readRows(broken(), ','))).rejects.toThrow('cut off')
})
