import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { DatasetType } from '#contract/codes.ts'
import { records } from '#tests/formats/arbitraries.ts'
import { checkGoingOn } from '#tests/formats/going-on.ts'
import { MemoryFiles } from '#tests/formats/memory-files.ts'
import { checkRoundTrip, readRecords, writeRecords } from '#tests/formats/round-trip.ts'
import { fasttext } from './fasttext.ts'
import type { SampleRecord } from './record.ts'

const isSample = (path: string) => path.endsWith('.txt')
const options = { dataset_type: DatasetType.textClassification, labels: [], isSample }

function sample(line: number, text: string, ...names: string[]): SampleRecord {
  const labels = names.map((name) => ({ name, type: 100 as const, property: {} }))
  return { path: 'texts.txt', line, text, labels, metadata: {} }
}

describe('texts with __label__ before them', () => {
  const golden = { 'texts.txt': '__label__good __label__bad bright,  but heavy\nno label yet\n__label__深圳 😀\n' }
  const goldenRecords = [
    sample(1, 'bright,  but heavy', 'good', 'bad'),
    sample(2, 'no label yet'),
    sample(3, '😀', '深圳'),
  ]

  test('are read as they stand and written back the same', async () => {
    expect(await readRecords(fasttext, new MemoryFiles(golden), options)).toEqual({
      records: goldenRecords,
      faults: [],
    })
    const { files, losses } = await writeRecords(fasttext, goldenRecords, options)
    expect(files.texts).toEqual(golden)
    expect(losses).toEqual([])
  })

  test('may have them anywhere, and are told where they are wrong', async () => {
    const lines = [
      'a __label__x b',
      'a b __label__x',
      '__label__x\ta',
      '__label__ a',
      '__label__x',
      'a__label__x',
      '\0',
    ]
    const files = new MemoryFiles({ 'texts.txt': `${lines.join('\n')}\n__label__x a __label__x` })
    expect(await readRecords(fasttext, files, options)).toEqual({
      records: [
        sample(1, 'a b', 'x'),
        sample(2, 'a b', 'x'),
        sample(3, 'a', 'x'),
        sample(6, 'a__label__x'),
        sample(8, 'a', 'x'),
      ],
      faults: [
        { path: 'texts.txt', line: 4, reason: 'has a __label__ without a name' },
        { path: 'texts.txt', line: 5, reason: 'has labels, but no text' },
        { path: 'texts.txt', line: 7, reason: 'holds the character U+0000' },
      ],
    })
    expect((await Array.fromAsync(fasttext.read(files, options))).at(-1)).toMatchObject({
      ignored: ['the label "x", said again'],
    })
  })

  test('names lose their spaces, and the second of two that become the same is lost', async () => {
    const { files, losses } = await writeRecords(fasttext, [sample(1, 'a', 'b c', 'b\tc')], options)
    expect(files.texts).toEqual({ 'texts.txt': '__label__b_c a\n' })
    expect(losses).toEqual([
      { path: 'texts.txt', line: 1, field: 'labels[0].name', reason: 'becomes "b_c"' },
      { path: 'texts.txt', line: 1, field: 'labels[1]', reason: 'has no name of its own without spaces' },
    ])
  })

  test('come back but for what is said to be lost', async () => {
    await fc.assert(
      fc.asyncProperty(records({ ...options, texts: 'texts.txt' }), (found) =>
        checkRoundTrip(fasttext, found, options),
      ),
      { numRuns: 200 },
    )
    await checkRoundTrip(fasttext, [sample(1, 'x'.repeat(102_401)), sample(2, 'y')], options)
  })

  test('are read on from any of them', async () => {
    const files = new MemoryFiles({ ...golden, 'a.txt': '\0\n__label__x\n\na', 'z.txt': '' })
    await checkGoingOn(fasttext, files, options)
    await checkGoingOn(fasttext, files, { ...options, file: 'none.txt' })
  })
})
