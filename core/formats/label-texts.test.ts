import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { DatasetType } from '#contract/codes.ts'
import { records } from '#tests/formats/arbitraries.ts'
import { checkGoingOn } from '#tests/formats/going-on.ts'
import { MemoryFiles } from '#tests/formats/memory-files.ts'
import { checkRoundTrip, readRecords, writeRecords } from '#tests/formats/round-trip.ts'
import { labelTexts } from './label-texts.ts'

const isSample = (path: string) => /\.(jpe?g|png)$/i.test(path)
const options = { dataset_type: DatasetType.imageClassification, labels: [], isSample }
const label = (name: string) => ({ name, type: 0 as const, property: {} })

describe('pictures with their labels in a text beside them', () => {
  const golden = {
    '1.jpg': '',
    '1.txt': 'heron\nbird\n',
    'a/2.x.jpg': '',
    'a/2.x.txt': ' leading space\n__proto__\n',
    'a/3.png': '',
    'a/4.png': '',
    'a/4.txt': '',
  }
  const goldenRecords = [
    { path: '1.jpg', labels: [label('heron'), label('bird')], metadata: {} },
    { path: 'a/2.x.jpg', labels: [label(' leading space'), label('__proto__')], metadata: {} },
    { path: 'a/3.png', labels: [], metadata: {} },
    { path: 'a/4.png', labels: [], metadata: { '@muster:empty': 1 } },
  ]

  test('are read as they stand and written back the same', async () => {
    const read = await readRecords(labelTexts, new MemoryFiles(golden), options)
    expect(read).toEqual({ records: goldenRecords, faults: [] })
    const { files, losses } = await writeRecords(labelTexts, goldenRecords, options)
    expect(files.texts).toEqual(golden)
    expect(losses).toEqual([])
  })

  test('a bad text is told with its line, and the others are read', async () => {
    const files = new MemoryFiles({
      '1.jpg': '',
      '1.txt': Buffer.from('cat\nd\xffg\n', 'latin1'),
      '2.jpg': '',
      '2.txt': '\ufeffcat\r\n\r\ndog\r\ncat',
    })
    expect(await Array.fromAsync(labelTexts.read(files, options))).toEqual([
      { cursor: { path: '1.jpg' }, fault: { path: '1.txt', line: 2, reason: 'is not valid UTF-8' } },
      {
        cursor: { path: '2.jpg' },
        record: { path: '2.jpg', labels: [label('cat'), label('dog')], metadata: {} },
        ignored: ['line 4 of 2.txt, which says a label again'],
      },
    ])
  })

  test('may have a text whose ending is in capitals', async () => {
    const files = new MemoryFiles({ 'A.JPG': '', 'A.TXT': 'cat\r\n' })
    expect(await readRecords(labelTexts, files, options)).toEqual({
      records: [{ path: 'A.JPG', labels: [label('cat')], metadata: {} }],
      faults: [],
    })
  })

  test('never share a text: of two with one stem one is renamed', async () => {
    const found = [
      { path: '1.jpg', labels: [label('cat')], metadata: {} },
      { path: '1.png', labels: [], metadata: {} },
    ]
    const { files, losses } = await writeRecords(labelTexts, found, options)
    expect([...files.files.keys()]).toEqual(['1.jpg', '1.txt', '1-2.png'])
    expect(losses).toEqual([{ path: '1.png', field: 'path', reason: 'becomes 1-2.png' }])
  })

  test('come back but for what is said to be lost', async () => {
    await fc.assert(
      fc.asyncProperty(records(options), (found) => checkRoundTrip(labelTexts, found, options)),
      { numRuns: 200 },
    )
  })

  test('are read on from any of them', async () => {
    await checkGoingOn(labelTexts, new MemoryFiles({ ...golden, '1.txt': '\0' }), options)
  })
})
