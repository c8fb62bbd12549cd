import { describe, expect, test } from 'vitest'
import { DatasetType } from '#contract/codes.ts'
import { MemoryFiles } from '#tests/formats/memory-files.ts'
import { readRecords } from '#tests/formats/round-trip.ts'
import { conll } from './conll/conll.ts'
import { FileFault } from './files.ts'
import { readTimes } from './sound/cue-times.ts'
import { rttm } from './sound/rttm.ts'
import { readDecimal } from './xml.ts'
import { readDataYaml } from './yolo/data-yaml.ts'
import { readShare } from './yolo/yolo-numbers.ts'

/** A pattern that goes back over a run of characters from each of them would take minutes here. */
describe('runs of one character are read at once', { timeout: 5_000 }, () => {
  const many = 300_000
  const blanks = ' '.repeat(many)
  const place = { path: 'x', line: 1 }

  test.each([readDecimal, readShare])('digits that are no number after all: %o', (read) => {
    expect(read(`${'1'.repeat(many)}x`)).toBeUndefined()
    expect(read(`.${'1'.repeat(many)}x`)).toBeUndefined()
  })

  test('numbers as they were', () => {
    const texts = ['1', '1.', '1.5', '.5', '-1.5e-3', '+2', '', '.', '1.5.', 'e1', '1e', '0x1']
    expect(texts.map(readDecimal)).toEqual([1, 1, 1.5, 0.5, -0.0015, 2, ...Array(6).fill(undefined)])
    expect(texts.map((text) => readShare(text)?.value)).toEqual(texts.map(readDecimal))
  })

  test('blanks between the fields of RTTM', async () => {
    const line = ` \tSPEAKER x${blanks} 1 0.5 1.5 <NA> <NA> Ada <NA> <NA> \t`
    const files = new MemoryFiles({ 'x.rttm': line, 'x.wav': '' })
    const isSample = (path: string) => path.endsWith('.wav')
    const { records, faults } = await readRecords(rttm, files, { dataset_type: DatasetType.speechParagraphs, isSample })
    expect(faults).toEqual([])
    expect(records[0]!.labels).toHaveLength(1)
    const digits = `SPEAKER x 1 ${'1'.repeat(many)}x 1 <NA> <NA> Ada <NA> <NA>`
    const bad = new MemoryFiles({ 'x.rttm': digits, 'x.wav': '' })
    const told = await readRecords(rttm, bad, { dataset_type: DatasetType.speechParagraphs, isSample })
    expect(told.faults).toHaveLength(1)
  })

  test('blanks between a word and its tag', async () => {
    const files = new MemoryFiles({ 'x.txt': `Ada${' '.repeat(100_000)}B-PER \t \n` })
    const isSample = () => true
    const { records } = await readRecords(conll, files, { dataset_type: DatasetType.namedEntities, isSample })
    expect(records).toMatchObject([{ text: 'Ada', labels: [{ name: 'PER' }] }])
  })

  test('blanks and arrows in the times of a cue', () => {
    const times = `00:01.000${blanks}-->${blanks}00:02.000${blanks}align:left${blanks}line:0 \t`
    expect(readTimes(times, place)).toEqual({ start: 1000, end: 2000, settings: `align:left${blanks}line:0` })
    expect(readTimes('00:01.000-->00:02.000 ', place)).toEqual({ start: 1000, end: 2000 })
    const wrong = [
      '-->'.repeat(many),
      '00:01.000 -->',
      '--> 00:02.000',
      '00:01.000 --> 00:02.000x',
      '1 00:01.000 --> 00:02.000',
    ]
    for (const text of wrong) expect(() => readTimes(text, place)).toThrow(FileFault)
  })

  test('a data.yaml that is no list of classes any more', () => {
    for (const piece of ['"', "'", '\n', '#\n']) {
      expect(() => readDataYaml('data.yaml', `names: ${piece}${'a\n'.repeat(10_000_000)}`)).toThrow(FileFault)
    }
  })
})
