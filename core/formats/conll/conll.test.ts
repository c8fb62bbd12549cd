import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { DatasetType } from '#contract/codes.ts'
import type { RecordLabel, SampleRecord } from '#core/formats/record.ts'
import { records } from '#tests/formats/arbitraries.ts'
import { checkGoingOn } from '#tests/formats/going-on.ts'
import { MemoryFiles } from '#tests/formats/memory-files.ts'
import { checkRoundTrip, readRecords, writeRecords } from '#tests/formats/round-trip.ts'
import { conll } from './conll.ts'
import { CONLL_SCHEMES } from './tags.ts'

const isSample = (path: string) => path.endsWith('.txt')
const options = { dataset_type: DatasetType.namedEntities, labels: [], isSample }

function span(start: number, end: number, name: string): RecordLabel {
  return { name, type: 101, property: { '@modelarts:start_index': start, '@modelarts:end_index': end } }
}

function sample(line: number, text: string, ...labels: RecordLabel[]): SampleRecord {
  return { path: 'texts.txt', line, text, labels, metadata: {} }
}

async function read(text: string): Promise<ReturnType<typeof readRecords>> {
  return readRecords(conll, new MemoryFiles({ 'texts.txt': text }), options)
}

/** Records as a reader finds them: at the line where their words begin, entities in the order of the text. */
async function placed(found: readonly SampleRecord[], more: object): Promise<SampleRecord[]> {
  const start = (label: RecordLabel) => Number(label.property!['@modelarts:start_index'])
  const all: SampleRecord[] = []
  let line = 1
  for (const record of found) {
    all.push({ ...record, line, labels: record.labels.toSorted((a, b) => start(a) - start(b)) })
    const { files } = await writeRecords(conll, [record], { ...options, ...more })
    line += files.texts['texts.txt']!.split('\n').length - 1
  }
  return all
}

describe('tokens with tags', () => {
  const goldenRecords = [
    sample(1, 'Ada Lovelace met Ada in 深圳 😀', span(0, 12, 'Person'), span(17, 20, 'Person'), span(24, 26, 'City')),
    sample(9, 'no name'),
  ]
  const tags = {
    IOB2: ['B-Person', 'I-Person', 'O', 'B-Person', 'O', 'B-City', 'O'],
    IOE2: ['I-Person', 'E-Person', 'O', 'E-Person', 'O', 'E-City', 'O'],
    IOBES: ['B-Person', 'E-Person', 'O', 'S-Person', 'O', 'S-City', 'O'],
    BILOU: ['B-Person', 'L-Person', 'O', 'U-Person', 'O', 'U-City', 'O'],
  }

  test.each(CONLL_SCHEMES)('of %s are read as they stand and written back the same', async (conll_scheme) => {
    const words = goldenRecords[0]!.text!.split(' ')
    const golden = {
      'texts.txt': `${words.map((word, at) => `${word} ${tags[conll_scheme][at]}\n`).join('')}\nno O\nname O\n\n`,
    }
    expect(await read(golden['texts.txt'])).toEqual({ records: goldenRecords, faults: [] })
    const { files, losses } = await writeRecords(conll, goldenRecords, { ...options, conll_scheme })
    expect(files.texts).toEqual(golden)
    expect(losses).toEqual([])
  })

  test.each([
    ['B-X B-X I-X', [span(0, 1, 'X'), span(2, 5, 'X')]],
    ['I-X E-X I-X E-X', [span(0, 3, 'X'), span(4, 7, 'X')]],
    ['E-X E-X', [span(0, 1, 'X'), span(2, 3, 'X')]],
    ['I-X I-Y E-X', [span(0, 1, 'X'), span(2, 3, 'Y'), span(4, 5, 'X')]],
    ['I-X I-X B-X', [span(0, 3, 'X'), span(4, 5, 'X')]],
    ['B-X L-X I-X U-X O S-B-X', [span(0, 3, 'X'), span(4, 5, 'X'), span(6, 7, 'X'), span(10, 11, 'B-X')]],
  ])('%s are read by what they say', async (row, labels) => {
    const lines = row.split(' ').map((tag) => `w ${tag}`)
    const { records: found } = await read(lines.join('\n'))
    expect(found).toEqual([sample(1, lines.map(() => 'w').join(' '), ...labels)])
  })

  test('may have columns between, Tabs, and heads of documents, which are passed over', async () => {
    const { records: found, faults } = await read(
      '-DOCSTART- -X- O O\n\nEU NNP I-NP B-ORG\r\nrejects VBZ I-VP O \r\n\r\nNew York\tB-LOC\n-DOCSTART- O\nx  O\n',
    )
    expect(faults).toEqual([])
    expect(found).toEqual([
      sample(3, 'EU rejects', span(0, 2, 'ORG')),
      sample(6, 'New York', span(0, 8, 'LOC')),
      sample(8, 'x'),
    ])
  })

  test('may have remarks above them, which are told', async () => {
    const files = new MemoryFiles({ 'texts.txt': '# id 1 domain=en\n# x y\n# O\na _ _ B-X\n\n# id\t2\nb O\n# id 3\n' })
    expect(await Array.fromAsync(conll.read(files, options))).toEqual([
      {
        cursor: { path: 'texts.txt', line: 4, offset: 37 },
        record: sample(3, '# a', span(2, 3, 'X')),
        ignored: ['the remark in line 1'],
      },
      {
        cursor: { path: 'texts.txt', line: 8, offset: 56 },
        fault: { path: 'texts.txt', line: 8, reason: 'has the tag "3", which is neither O nor one as B-name' },
      },
    ])
  })

  test('are told where they are wrong, and the other samples are read', async () => {
    const { records: found, faults } = await read('a O\nb\n\na B\n\na X-Y\nc O\n\n\tO\n\n\0 O\n\na B-\n\nlast O')
    expect(found).toEqual([sample(15, 'last')])
    expect(faults).toEqual(
      [
        [2, 'has no tag behind its token'],
        [4, 'has the tag "B", which is neither O nor one as B-name'],
        [6, 'has the tag "X-Y", which is neither O nor one as B-name'],
        [9, 'has no token before its tag'],
        [11, 'holds the character U+0000'],
        [13, 'has the tag "B-", which is neither O nor one as B-name'],
      ].map(([line, reason]) => ({ path: 'texts.txt', line, reason })),
    )
  })

  test('without an end are told, and hold no memory', async () => {
    const { records: found, faults } = await read(`${'word O\n'.repeat(250_000)}\nnext O`)
    expect(found).toEqual([sample(250_002, 'next')])
    expect(faults).toMatchObject([{ line: 1, reason: expect.stringContaining('without a blank line') }])
  })

  test('are words of a language; entities that do not end with words, or overlap, are lost', async () => {
    const labels = [span(0, 2, 'Day'), span(0, 4, 'All'), span(3, 4, 'two words'), span(4, 6, 'Half')]
    const { files, losses } = await writeRecords(conll, [sample(1, '今天很热,ok', ...labels)], {
      ...options,
      locale: 'zh',
    })
    expect(files.texts).toEqual({ 'texts.txt': '今天 B-Day\n很 O\n热 B-two_words\n, O\nok O\n\n' })
    expect(losses.map(({ field, reason }) => `${field} ${reason}`)).toEqual([
      'labels[1] overlaps another entity',
      'labels[2].name becomes "two_words"',
      'labels[2].property.@modelarts:start_index moves with the spaces between words',
      'labels[2].property.@modelarts:end_index moves with the spaces between words',
      'labels[3] does not begin and end where words do',
      'text becomes its words with one space between them',
    ])
  })

  test.each([
    ...CONLL_SCHEMES.map((conll_scheme) => ({ conll_scheme })),
    { conll_scheme: 'none', locale: 'no language' },
  ])('come back but for what is said to be lost: %j', async (more) => {
    await fc.assert(
      fc.asyncProperty(records({ ...options, texts: 'texts.txt' }), async (found) =>
        checkRoundTrip(conll, await placed(found, more), { ...options, ...more }),
      ),
      { numRuns: 60 },
    )
  })

  test('are read on from any sample', async () => {
    const files = new MemoryFiles({
      'a.txt': 'a B-X\nb I-X\n\n\nc\n\n-DOCSTART- O\nd O\n-DOCSTART- O\ne O\n',
      'b.txt': '\n\nx O\n',
      'c.txt': Buffer.from([0xff, 0xfe, 0x41, 0]),
    })
    await checkGoingOn(conll, files, options)
    await checkGoingOn(conll, files, { ...options, file: 'a.txt' })
    await checkGoingOn(conll, files, { ...options, file: 'none.txt' })
  })
})
