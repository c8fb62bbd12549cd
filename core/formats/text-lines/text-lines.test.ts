import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { DatasetType } from '#contract/codes.ts'
import type { LabelFormat } from '#contract/data-sources.ts'
import type { SampleRecord } from '#core/formats/record.ts'
import { records } from '#tests/formats/arbitraries.ts'
import { checkGoingOn } from '#tests/formats/going-on.ts'
import { MemoryFiles } from '#tests/formats/memory-files.ts'
import { checkRoundTrip, readRecords, writeRecords } from '#tests/formats/round-trip.ts'
import { textLines } from './text-lines.ts'

const isSample = (path: string) => /\.(txt|csv)$/i.test(path)
const options = { dataset_type: DatasetType.textClassification, labels: [], isSample }
const apart = { ...options, label_format: { label_type: '0' } satisfies LabelFormat }

function sample(path: string, line: number, text: string, ...names: string[]): SampleRecord {
  return { path, line, text, labels: names.map((name) => ({ name, type: 100, property: {} })), metadata: {} }
}

describe('texts with their labels in the same line', () => {
  const golden = { 'texts.txt': 'bright, but heavy\tgood,bad\nno label yet\nwith\ta Tab\t\n😀 深圳\t__proto__\n' }
  const goldenRecords = [
    sample('texts.txt', 1, 'bright, but heavy', 'good', 'bad'),
    sample('texts.txt', 2, 'no label yet'),
    sample('texts.txt', 3, 'with\ta Tab'),
    sample('texts.txt', 4, '😀 深圳', '__proto__'),
  ]

  test('are read as they stand and written back the same', async () => {
    const read = await readRecords(textLines, new MemoryFiles(golden), options)
    expect(read).toEqual({ records: goldenRecords, faults: [] })
    const { files, losses } = await writeRecords(textLines, goldenRecords, options)
    expect(files.texts).toEqual(golden)
    expect(losses).toEqual([])
  })

  test.each([
    ['\\t', '\\,', 'a\tx,y'],
    ['\t', ';', 'a\tx;y'],
    ['|', '/', 'a|x/y'],
    ['\\|', 'n', 'a|xny'],
    [',', ',', 'a,x,y'],
    ['', '', 'a\tx,y'],
  ])('are parted by %j and %j', async (text_sample_separator, text_label_separator, line) => {
    const label_format = { text_sample_separator, text_label_separator }
    const read = await readRecords(textLines, new MemoryFiles({ 'a.txt': line }), { ...options, label_format })
    expect(read).toEqual({ records: [sample('a.txt', 1, 'a', 'x', 'y')], faults: [] })
  })

  test('are told where they are wrong, and the others are read', async () => {
    const files = new MemoryFiles({
      'a.txt': Buffer.from('\ufeffone\tgood\r\n\r\n\tbad\ntwo\tgood,,good\n?', 'utf8').map((byte) =>
        byte === 0x3f ? 0xff : byte,
      ),
      'b/c.txt': 'three',
      'd.txt': Buffer.from([0xff, 0xfe, 0x41, 0]),
    })
    expect(await readRecords(textLines, files, options)).toEqual({
      records: [sample('a.txt', 1, 'one', 'good'), sample('a.txt', 4, 'two', 'good'), sample('b/c.txt', 1, 'three')],
      faults: [
        { path: 'a.txt', line: 3, reason: 'has labels, but no text' },
        { path: 'a.txt', line: 5, reason: 'is not valid UTF-8' },
        { path: 'd.txt', line: 1, reason: 'is UTF-16, which is not read: please save the file as UTF-8' },
      ],
    })
    const [, , two] = await Array.fromAsync(textLines.read(files, options))
    expect(two).toMatchObject({ ignored: ['a label without a name', 'the label "good", said again'] })
  })

  test('may be asked for by one file, which may be missing', async () => {
    const files = new MemoryFiles({ 'a.txt': 'x', 'b.txt': 'y' })
    const read = (file: string) => readRecords(textLines, files, { ...options, file })
    expect(await read('b.txt')).toEqual({ records: [sample('b.txt', 1, 'y')], faults: [] })
    expect(await read('c.txt')).toEqual({ records: [], faults: [{ path: 'c.txt', reason: 'is missing' }] })
  })
})

describe('texts with their labels in a second file', () => {
  const golden = { 'texts.txt': 'one\ttwo\nno label yet\nthree\n', 'texts_result.txt': 'good,bad\n\ngood\n' }
  const goldenRecords = [
    sample('texts.txt', 1, 'one\ttwo', 'good', 'bad'),
    sample('texts.txt', 2, 'no label yet'),
    sample('texts.txt', 3, 'three', 'good'),
  ]

  test('are read as they stand and written back the same', async () => {
    const read = await readRecords(textLines, new MemoryFiles(golden), apart)
    expect(read).toEqual({ records: goldenRecords, faults: [] })
    const { files, losses } = await writeRecords(textLines, goldenRecords, apart)
    expect(files.texts).toEqual(golden)
    expect(losses).toEqual([])
  })

  test('files of unequal length are told with both, and nothing is read of them', async () => {
    const files = new MemoryFiles({
      'a.txt': 'one\ntwo\n',
      'a_result.txt': 'good\n',
      'b.txt': 'one',
      'b_result.txt': 'good\nbad\ngood',
      'c.txt': 'one\n\n\n',
      'c_result.txt': 'good',
      'd.txt': 'one',
      'd_result.txt': 'good\n\n\n',
    })
    expect(await readRecords(textLines, files, apart)).toEqual({
      records: [sample('c.txt', 1, 'one', 'good'), sample('d.txt', 1, 'one', 'good')],
      faults: [
        { path: 'a_result.txt', reason: 'has 1 line, but a.txt has 2 lines' },
        { path: 'b_result.txt', reason: 'has 3 lines, but b.txt has 1 line' },
      ],
    })
  })

  test('bad lines of both are told; texts without a second file are unlabelled, and so is a second file alone', async () => {
    const files = new MemoryFiles({
      'a.txt': '\0\ntwo\n\nfour\n',
      'a_result.txt': 'good\n\0\nbad\nbad\n',
      'b.txt': 'one\tgood',
      'exam_result.txt': 'passed',
    })
    expect(await readRecords(textLines, files, apart)).toEqual({
      records: [
        sample('a.txt', 4, 'four', 'bad'),
        sample('b.txt', 1, 'one\tgood'),
        sample('exam_result.txt', 1, 'passed'),
      ],
      faults: [
        { path: 'a.txt', line: 1, reason: 'holds the character U+0000' },
        { path: 'a_result.txt', line: 2, reason: 'holds the character U+0000' },
        { path: 'a_result.txt', line: 3, reason: 'labels a blank line of a.txt' },
      ],
    })
  })

  test('the first row of a table is no text where it names the columns', async () => {
    const files = new MemoryFiles({
      'a.csv': '"the\ntext",label\none,good\n',
      'b.csv': 'text,label\n',
      'c.txt': 'text\tlabel\n',
    })
    const read = await readRecords(textLines, files, { ...options, with_column_header: true })
    expect(read).toEqual({
      records: [sample('a.csv', 3, 'one', 'good'), sample('c.txt', 1, 'text', 'label')],
      faults: [],
    })
    await checkGoingOn(textLines, files, { ...options, with_column_header: true })
  })

  test('a file in another encoding is told as such', async () => {
    const files = new MemoryFiles({ 'a.txt': 'one\ntwo', 'a_result.txt': Buffer.from([0xff, 0xfe, 0x41, 0]) })
    const { faults } = await readRecords(textLines, files, apart)
    expect(faults).toEqual([
      { path: 'a_result.txt', line: 1, reason: 'is UTF-16, which is not read: please save the file as UTF-8' },
    ])
  })
})

describe('texts in tables', () => {
  const table = { ...options, file: 'texts.csv' }
  const golden = { 'texts.csv': '"bright, but ""heavy""","good,bad"\n"two\nlines",\nlast,good\n' }
  const goldenRecords = [
    sample('texts.csv', 1, 'bright, but "heavy"', 'good', 'bad'),
    sample('texts.csv', 2, 'two\nlines'),
    sample('texts.csv', 4, 'last', 'good'),
  ]

  test('have them in the first column and their labels in the second', async () => {
    const read = await readRecords(textLines, new MemoryFiles(golden), options)
    expect(read).toEqual({ records: goldenRecords, faults: [] })
    const { files, losses } = await writeRecords(textLines, goldenRecords, table)
    expect(files.texts).toEqual(golden)
    expect(losses).toEqual([])
  })

  test('bad rows are told, and those before a broken one are read', async () => {
    const files = new MemoryFiles({
      'a.csv': '\ufeffone\r\n,good\r\n" ",\r\nx\0,\r\ntwo,good,more\r\n"never closed\r\nx',
    })
    expect(await Array.fromAsync(textLines.read(files, options))).toEqual([
      { cursor: { path: 'a.csv', line: 1 }, record: sample('a.csv', 1, 'one') },
      { cursor: { path: 'a.csv', line: 2 }, fault: { path: 'a.csv', line: 2, reason: 'has labels, but no text' } },
      { cursor: { path: 'a.csv', line: 4 }, fault: { path: 'a.csv', line: 4, reason: 'holds the character U+0000' } },
      {
        cursor: { path: 'a.csv', line: 5 },
        record: sample('a.csv', 5, 'two', 'good'),
        ignored: ['what stands behind the second column'],
      },
      {
        cursor: { path: 'a.csv', line: 6 },
        fault: { path: 'a.csv', line: 6, reason: expect.stringContaining('is not valid CSV') },
      },
    ])
  })
})

test('a table has the separator that is asked for, but for the Tab of lines', async () => {
  const files = new MemoryFiles({ 'a.csv': '"one; two";good\r\n"three ""3""";good,bad\r\n' })
  const read = (text_sample_separator: string) =>
    readRecords(textLines, files, { ...options, label_format: { text_sample_separator } })
  expect(await read(';')).toEqual({
    records: [sample('a.csv', 1, 'one; two', 'good'), sample('a.csv', 2, 'three "3"', 'good', 'bad')],
    faults: [],
  })
  const usual = new MemoryFiles({ 'a.csv': '"one, two",good\n' })
  expect(await readRecords(textLines, usual, { ...options, label_format: { text_sample_separator: '\\t' } })).toEqual({
    records: [sample('a.csv', 1, 'one, two', 'good')],
    faults: [],
  })
})

describe('texts of all kinds', () => {
  test.each([
    { file: 'texts.txt' },
    { file: 'texts.txt', label_format: { text_sample_separator: '=', text_label_separator: '_' } },
    { file: 'texts.txt', label_format: { text_sample_separator: ',', text_label_separator: ',' } },
    { file: 'texts.txt', label_format: { label_type: '0' as const } },
    { file: 'texts.csv' },
    { file: 'texts.csv', label_format: { text_label_separator: '|' } },
    { file: 'texts.csv', label_format: { text_sample_separator: ';' } },
  ])('come back but for what is said to be lost: %j', async (more) => {
    const texts = records({ ...options, texts: more.file })
    // A text of two lines in a table puts the rows behind it one line further down.
    const placed = texts.map((found) => {
      let line = 1
      return more.file.endsWith('.txt')
        ? found
        : found.map((record) => {
            const at = line
            line += record.text!.split(/\r\n|\r|\n/).length
            return { ...record, line: at }
          })
    })
    await fc.assert(
      fc.asyncProperty(placed, (found) => checkRoundTrip(textLines, found, { ...options, ...more })),
      { numRuns: 100 },
    )
  })

  test('that are too long for a line are lost, and what is no text is', async () => {
    const long = 'é'.repeat(51_201)
    for (const record of [sample('texts.txt', 1, long), { path: 'a.jpg', labels: [], metadata: {} }]) {
      await checkRoundTrip(textLines, [record], options)
      const { losses } = await writeRecords(textLines, [record], options)
      expect(losses).toMatchObject([{ path: record.path, field: '' }])
    }
    const fits = sample('texts.txt', 1, long.slice(1))
    expect(
      (await readRecords(textLines, (await writeRecords(textLines, [fits], options)).files, options)).records,
    ).toEqual([fits])
  })

  test('are read on from any line of any file', async () => {
    const files = new MemoryFiles({
      'a.txt': 'one\tgood\n\n\tbad\ntwo',
      'a_result.txt': 'x\n\n\n\ny',
      'b.csv': 'one,good\n"two\n2",x\n,bad\n"',
      'c.txt': Buffer.from([0xff, 0xfe, 0x41, 0]),
      'd.txt': 'one\n\ntwo\nthree\n\n',
      'd_result.txt': 'x\nno\n\ny\n',
      'e_result.txt': 'z',
    })
    await checkGoingOn(textLines, files, options)
    await checkGoingOn(textLines, files, apart)
    await checkGoingOn(textLines, files, { ...options, file: 'b.csv' })
  })
})
