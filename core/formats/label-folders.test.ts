import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { DatasetType } from '#contract/codes.ts'
import { records } from '#tests/formats/arbitraries.ts'
import { checkGoingOn } from '#tests/formats/going-on.ts'
import { MemoryFiles } from '#tests/formats/memory-files.ts'
import { checkRoundTrip, readRecords, writeRecords } from '#tests/formats/round-trip.ts'
import { labelFolders } from './label-folders.ts'

const isSample = (path: string) => /\.(jpe?g|png|wav)$/i.test(path)
const optionsFor = (dataset_type: DatasetType) => ({ dataset_type, labels: [], isSample })
const pictures = optionsFor(DatasetType.imageClassification)
const sounds = optionsFor(DatasetType.soundClassification)
const label = (name: string) => ({ name, type: 0 as const, property: {} })

describe('files in folders of their labels', () => {
  test('the last folder is the label', async () => {
    const files = new MemoryFiles({
      'top.wav': '',
      'a/dog bark/1.wav': '',
      'a/dog bark/notes.txt': 'x',
      '__proto__/2.WAV': '',
    })
    const sound = (path: string, ...names: string[]) => {
      return { path, labels: names.map((name) => ({ name, type: 200, property: {} })), metadata: {} }
    }
    expect(await readRecords(labelFolders, files, sounds)).toEqual({
      records: [sound('__proto__/2.WAV', '__proto__'), sound('a/dog bark/1.wav', 'dog bark'), sound('top.wav')],
      faults: [],
    })
  })

  test('a folder of a set above that of the label says what they are for', async () => {
    const paths = [
      'train/cat/1.jpg',
      'x/validation/y/cat/2.jpg',
      'train/3.jpg',
      'test/val/dog/4.jpg',
      'trains/dog/5.jpg',
    ]
    const { records: found } = await readRecords(
      labelFolders,
      new MemoryFiles(Object.fromEntries(paths.map((path) => [path, '']))),
      pictures,
    )
    expect(found.map(({ path, usage, labels }) => [path, usage, labels[0]!.name]).sort()).toEqual([
      ['test/val/dog/4.jpg', 'EVAL', 'dog'],
      ['train/3.jpg', undefined, 'train'],
      ['train/cat/1.jpg', 'TRAIN', 'cat'],
      ['trains/dog/5.jpg', undefined, 'dog'],
      ['x/validation/y/cat/2.jpg', 'EVAL', 'cat'],
    ])
  })

  test('are written as a copy for each label, none over another', async () => {
    const found = [
      { path: '1.jpg', labels: [label('cat'), label('dog')], metadata: {} },
      { path: 'more/1.jpg', labels: [label('cat')], metadata: {} },
      { path: '/elsewhere/1.png', labels: [label('cat'), label('../x')], metadata: {} },
      { path: 'more/2.jpg', labels: [], metadata: {} },
    ]
    const { files, losses } = await writeRecords(labelFolders, found, pictures)
    expect([...files.sources]).toEqual([
      ['cat/1.jpg', '1.jpg'],
      ['dog/1.jpg', '1.jpg'],
      ['cat/1-2.jpg', 'more/1.jpg'],
      ['cat/1-3.png', '/elsewhere/1.png'],
      ['___x/1.png', '/elsewhere/1.png'],
      ['2.jpg', 'more/2.jpg'],
    ])
    expect(losses).toEqual([
      { path: '1.jpg', field: 'path', reason: 'is copied 2 times, once for each label' },
      { path: 'more/1.jpg', field: 'path', reason: 'becomes cat/1-2.jpg' },
      { path: '/elsewhere/1.png', field: 'path', reason: 'is copied 2 times, once for each label' },
      { path: '/elsewhere/1.png', field: 'labels[1].name', reason: 'cannot be the name of a folder' },
      { path: 'more/2.jpg', field: 'path', reason: 'becomes 2.jpg' },
    ])
  })

  test.each([pictures, sounds])('come back but for what is said to be lost: %j', async (options) => {
    await fc.assert(
      fc.asyncProperty(records(options), (found) => checkRoundTrip(labelFolders, found, options)),
      { numRuns: 200 },
    )
  })

  test('are read on from any of them', async () => {
    const files = new MemoryFiles({ 'a.jpg': '', 'b/c.jpg': '', 'b/d.txt': '', 'c/\u{1f600}/e.png': '' })
    await checkGoingOn(labelFolders, files, pictures)
  })
})
