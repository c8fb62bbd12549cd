import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { DatasetType } from '#contract/codes.ts'
import type { RecordLabel, SampleRecord } from '#core/formats/record.ts'
import type { ImageSize } from '#core/geometry/shape.ts'
import { records } from '#tests/formats/arbitraries.ts'
import { checkGoingOn } from '#tests/formats/going-on.ts'
import { MemoryFiles } from '#tests/formats/memory-files.ts'
import { checkRoundTrip, readRecords, writeRecords } from '#tests/formats/round-trip.ts'
import { yolo } from './darknet.ts'

const isSample = (path: string) => /\.(jpe?g|png)$/i.test(path)
const labels = [
  { name: 'car', type: 1 as const },
  { name: 'traffic light', type: 1 as const },
]
const options = { dataset_type: DatasetType.objectDetection, labels, isSample }

const size: ImageSize = [1280, 720, 3]
const box = (name: string, ...feature: number[][]): RecordLabel => {
  return { name, type: 1, property: { '@modelarts:shape': 'bndbox', '@modelarts:feature': feature } }
}

/** 102 and 388 of 1280, 340 and 510 of 720. */
const row = '0 0.191406 0.590278 0.223438 0.236111\n'
const golden = {
  'obj_train_data/17.jpg': '',
  'obj_train_data/17.txt': `${row}1 0.500000 0.500000 1.000000 1.000000\n`,
  'obj_train_data/a/18.jpg': '',
  'obj_valid_data/19.png': '',
  'obj_valid_data/19.txt': '',
  'train.txt': 'obj_train_data/17.jpg\nobj_train_data/a/18.jpg\n',
  'valid.txt': 'obj_valid_data/19.png\n',
  'obj.names': 'car\ntraffic light\n',
  'obj.data': 'classes = 2\ntrain = train.txt\nvalid = valid.txt\nnames = obj.names\nbackup = backup/\n',
}
const goldenRecords: SampleRecord[] = [
  {
    path: '17.jpg',
    usage: 'TRAIN',
    size,
    labels: [box('car', [102, 340], [388, 510]), box('traffic light', [0, 0], [1280, 720])],
    metadata: {},
  },
  { path: 'a/18.jpg', usage: 'TRAIN', labels: [], metadata: {} },
  { path: '19.png', usage: 'EVAL', size, labels: [], metadata: { '@muster:empty': 1 } },
]
const folders = ['obj_train_data/', 'obj_train_data/', 'obj_valid_data/']

describe('YOLO as darknet takes it', () => {
  test('is read and written byte by byte', async () => {
    const { files, losses } = await writeRecords(yolo, goldenRecords, options)
    expect(files.texts).toEqual(golden)
    expect(losses.filter(({ field }) => field !== 'path')).toEqual([])
    const expected = goldenRecords.map((record, index) => ({ ...record, path: folders[index]! + record.path }))
    expect(await readRecords(yolo, files, options)).toEqual({ records: expected, faults: [] })
  })

  test('finds its lists also where they are made for another folder', async () => {
    const files = new MemoryFiles({
      'sets/obj.data': '# by hand\r\ntrain=data/train.txt\r\nnames  =  /home/x/data/obj.names\r\n',
      'sets/obj.names': '\ufeffcar\r\n\r\nbird',
      'sets/train.txt': 'C:\\data\\obj_train_data\\1.jpg\n./obj_train_data/2.jpg\n../sets/obj_train_data/3.jpg',
      'sets/obj_train_data/1.jpg': '',
      'sets/obj_train_data/1.txt': '2 .5 0.5 1 1e-1\r\n',
      'sets/obj_train_data/2.jpg': '',
      'sets/obj_train_data/3.jpg': '',
    })
    files.sizes.set('sets/obj_train_data/1.jpg', size)
    const { records: found, faults } = await readRecords(yolo, files, options)
    expect(faults).toEqual([])
    expect(found.map(({ path }) => path)).toEqual([1, 2, 3].map((n) => `sets/obj_train_data/${n}.jpg`))
    expect(found[0]!.labels).toEqual([box('bird', [0, 324], [1280, 396])])
  })

  test.each([
    ['2 0.5 0.5 1 1', 'names the class "2", which is not defined'],
    ['-1 0.5 0.5 1 1', 'names the class "-1", which is not defined'],
    ['car 0.5 0.5 1 1', 'names the class "car", which is not defined'],
    ['0 0.5 0.5 1', 'has 3 numbers behind its class'],
    ['0 0.5 0.5 1 1 0.9', 'has 5 numbers behind its class'],
    ['0 0.5 NaN 1 1', 'holds "NaN", which is no number'],
    ['0 0.5 0x1 1 1', 'holds "0x1", which is no number'],
    ['0 0.5 1e999 1 1', 'holds a coordinate that is no number'],
    ['0 0.5 0.5 1.1 1', 'holds the point [-64, 0] outside the picture, 1280 x 720 pixels'],
    ['0 0.5 0.5 -1 1', 'holds a bndbox that is none: x1 must be less than x2'],
    ['0 0.5 0.5 0 0', 'holds a bndbox that is none: x1 must be less than x2'],
  ])('a row %s is a fault of its picture', async (bad, reason) => {
    const files = new MemoryFiles({ ...golden, 'obj_train_data/17.txt': `${row}\n${bad}\n` })
    for (const path of Object.keys(golden)) files.sizes.set(path, size)
    const { records: found, faults } = await readRecords(yolo, files, options)
    expect(found.map(({ path }) => path)).toEqual(['obj_train_data/a/18.jpg', 'obj_valid_data/19.png'])
    expect(faults).toEqual([{ path: 'obj_train_data/17.txt', line: 3, reason }])
  })

  test.each([
    [{ 'obj.data': 'train = train.txt' }, { path: 'obj.data', reason: 'does not say where the names are' }],
    [{ 'obj.data': 'names = obj.names' }, { path: 'obj.data', reason: 'names neither train nor valid' }],
    [
      { 'obj.data': 'names = obj.names\ntrain = x.txt' },
      { path: 'obj.data', reason: 'says that train is "x.txt", which is missing' },
    ],
    [{ 'obj.data': '\0' }, { path: 'obj.data', reason: 'does not say where the names are' }],
  ])('a bad description is the only fault: %j', async (change, fault) => {
    const files = new MemoryFiles({ ...golden, ...change })
    expect(await readRecords(yolo, files, options)).toEqual({ records: [], faults: [fault] })
    await checkGoingOn(yolo, files, options)
  })

  test('without a description there is one fault', async () => {
    const fault = { path: 'obj.data', reason: 'is missing' }
    expect(await readRecords(yolo, new MemoryFiles(), options)).toEqual({ records: [], faults: [fault] })
  })

  test('rows may stand in a text whose ending is in capitals', async () => {
    const files = new MemoryFiles(golden)
    const text = files.files.get('obj_train_data/17.txt')!
    files.files.delete('obj_train_data/17.txt')
    files.files.set('obj_train_data/17.TXT', text)
    const { faults } = await readRecords(yolo, files, options)
    expect(faults).toMatchObject([{ path: 'obj_train_data/17.TXT', line: 1 }])
  })

  test('missing pictures, unknown sizes and a wrong count of classes are told', async () => {
    const files = new MemoryFiles({ ...golden, 'obj.data': golden['obj.data'].replace('2', '3') })
    files.files.delete('obj_train_data/a/18.jpg')
    const { records: found, faults } = await readRecords(yolo, files, options)
    expect(found.map(({ path }) => path)).toEqual(['obj_valid_data/19.png'])
    expect(faults).toEqual([
      { path: 'obj.data', reason: 'speaks of "3" classes, but obj.names has 2' },
      {
        path: 'obj_train_data/17.txt',
        line: 1,
        reason: 'has a place, but the size of the picture is not known; it is the first of 2 bad lines',
      },
      { path: 'train.txt', line: 2, reason: 'names "obj_train_data/a/18.jpg", which is missing' },
    ])
    await checkGoingOn(yolo, files, options)
  })

  test('boxes of whole pixels are not changed by six decimals', async () => {
    const corner = (side: number) => fc.uniqueArray(fc.nat(side), { minLength: 2, maxLength: 2 })
    const place = fc
      .tuple(fc.integer({ min: 8, max: 6000 }), fc.integer({ min: 8, max: 6000 }))
      .chain(([w, h]) => fc.record({ size: fc.constant<ImageSize>([w, h, 3]), xs: corner(w), ys: corner(h) }))
    await fc.assert(
      fc.asyncProperty(place, async ({ size, xs, ys }) => {
        const [[left, right], [top, bottom]] = [xs, ys].map((one) => one.sort((a, b) => a - b)) as [number[], number[]]
        const one = box('car', [left!, top!], [right!, bottom!])
        const record: SampleRecord = { path: '1.jpg', usage: 'TRAIN', size, labels: [one], metadata: {} }
        const { losses } = await writeRecords(yolo, [record], options)
        expect(losses).toEqual([{ path: '1.jpg', field: 'path', reason: 'becomes obj_train_data/1.jpg' }])
      }),
    )
  })

  test('comes back but for what is said to be lost', async () => {
    await fc.assert(
      fc.asyncProperty(records(options), (found) => checkRoundTrip(yolo, found, options)),
      { numRuns: 300 },
    )
  })

  test('is read on from any picture', async () => {
    const files = new MemoryFiles(golden)
    for (const path of Object.keys(golden)) files.sizes.set(path, size)
    await checkGoingOn(yolo, files, options)
  })
})
