import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Pixels } from '#core/formats/files.ts'
import { records } from '#tests/formats/arbitraries.ts'
import { checkGoingOn } from '#tests/formats/going-on.ts'
import {
  labelMap,
  labels,
  mask,
  options,
  palette,
  pictureOf,
  putPicture,
  read,
  rowsOf,
  size,
  tree,
} from '#tests/formats/mask-pictures.ts'
import { MemoryFiles } from '#tests/formats/memory-files.ts'
import { checkRoundTrip, writeRecords } from '#tests/formats/round-trip.ts'
import { masks } from './masks.ts'

describe('pictures with masks', () => {
  test('what hangs together is a label: its outline and its pixels', async () => {
    const files = tree('x.jpg', 'SegmentationClass/x.png', mask, { 'labelmap.txt': labelMap })
    expect(await read(files)).toEqual({ records: [{ path: 'x.jpg', size, labels, metadata: {} }], faults: [] })
  })

  test('are written as a tree that other tools read', async () => {
    const record = { path: 'a/x.jpg', size, labels, metadata: {} }
    const { files, losses } = await writeRecords(masks, [record], options)
    expect(losses).toEqual([{ path: 'a/x.jpg', field: 'path', reason: 'becomes JPEGImages/a/x.jpg' }])
    expect(Object.keys(files.texts)).toEqual(['JPEGImages/a/x.jpg', 'SegmentationClass/a/x.png', 'labelmap.txt'])
    expect(files.texts['labelmap.txt']).toBe(labelMap)
    const written = files.pictures.get('SegmentationClass/a/x.png')!
    expect(rowsOf(written)).toEqual(rowsOf(mask))
    expect(written.palette).toEqual(palette.slice(0, 3))
    expect((await read(files)).records).toEqual([{ ...record, path: 'JPEGImages/a/x.jpg' }])
  })

  test.each([
    ['x.jpg', 'x_mask.png'],
    ['x.jpg', 'masks/x.png'],
    ['a/b/x.jpg', 'a/b/x_mask.png'],
    ['a/b/x.jpg', 'masks/a/b/x.png'],
    ['a/b/x.jpg', 'a/b/masks/x.png'],
    ['a/images/b/x.jpg', 'a/masks/b/x.png'],
    ['images/x.jpg', 'masks/x.png'],
    ['VOC2012/JPEGImages/x.y.jpg', 'VOC2012/SegmentationClass/x.y.png'],
    ['JPEGImages/images/x.png', 'SegmentationClass/images/x.png'],
    ['images/x.jpg', 'segmentationClassRaw/x.png'],
  ])('the mask of %s is %s', async (image, place) => {
    const { records: found } = await read(tree(image, place, mask, { 'labelmap.txt': labelMap }))
    expect(found).toEqual([{ path: image, size, labels, metadata: {} }])
  })

  test.each([
    ['a/x.jpg', 'x_mask.png'],
    ['images/x.jpg', 'other/x.png'],
    ['images/x.jpg', 'images/masks/y.png'],
    ['images/images/x.jpg', 'images/masks/x.png'],
  ])('the mask of %s is not %s', async (image, place) => {
    const { records: found } = await read(tree(image, place, mask))
    expect(found.find(({ path }) => path === image)).toEqual({ path: image, labels: [], metadata: {} })
  })

  test('a mask of background alone says that there is nothing to mark', async () => {
    const files = tree('x.jpg', 'x_mask.png', pictureOf('......', '......', '......', '......'))
    expect((await read(files)).records).toEqual([{ path: 'x.jpg', size, labels: [], metadata: { '@muster:empty': 1 } }])
  })

  test('a mask of another size than its picture is a fault, of an unknown size is not', async () => {
    const files = tree('x.jpg', 'x_mask.png', pictureOf('11'))
    const reason = 'has 2 x 1 pixels, but its picture has 6 x 4'
    expect((await read(files)).faults).toEqual([{ path: 'x_mask.png', reason }])
    files.sizes.clear()
    expect((await read(files)).faults).toEqual([])
  })

  test('a broken mask is the fault of its picture alone', async () => {
    const files = tree('a/x.jpg', 'a/x_mask.png', mask, { 'b/y.jpg': '', 'b/y_mask.png': '' })
    const { records: found, faults } = await read(files)
    expect(found.map(({ path }) => path)).toEqual(['a/x.jpg'])
    expect(faults).toEqual([{ path: 'b/y_mask.png', reason: 'is missing' }])
    await checkGoingOn(masks, files, options)
  })
})

describe('masks of anything', () => {
  test('come back but for what is said to be lost', async () => {
    await fc.assert(
      fc.asyncProperty(records(options), (found) => checkRoundTrip(masks, found, options)),
      { numRuns: 100 },
    )
  })

  const side = fc.integer({ min: 1, max: 9 })
  const pictures = fc
    .tuple(side, side)
    .chain(([width, height]) =>
      fc
        .uint8Array({ minLength: width * height, maxLength: width * height, max: 2 })
        .map((data): Pixels => ({ width, height, data, palette })),
    )

  test('are the same pixels when they are written as they were read', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(pictures, { minLength: 1, maxLength: 3 }), async (found) => {
        const files = new MemoryFiles({ 'labelmap.txt': labelMap })
        for (const [index, picture] of found.entries()) {
          const image = `JPEGImages/${index}.jpg`
          files.files.set(image, new Uint8Array())
          files.sizes.set(image, [picture.width, picture.height, 3])
          putPicture(files, `SegmentationClass/${index}.png`, picture)
        }
        const { records: given, faults } = await read(files)
        expect(faults).toEqual([])
        const { files: written, losses } = await writeRecords(masks, given, options)
        expect(losses).toEqual([])
        for (const [index, picture] of found.entries()) {
          expect(rowsOf(written.pictures.get(`SegmentationClass/${index}.png`)!)).toEqual(rowsOf(picture))
        }
        await checkGoingOn(masks, files, options)
      }),
    )
  })

  test('noise is refused', async () => {
    const data = Uint8Array.from({ length: 300 * 300 }, (_, at) => (at + Math.floor(at / 300)) % 2)
    const files = tree('x.jpg', 'x_mask.png', { width: 300, height: 300, data })
    files.sizes.clear()
    const reason = 'falls into more than 10000 parts'
    expect((await read(files)).faults).toEqual([{ path: 'x_mask.png', reason }])
  })

  test('parts around parts without an end are refused', async () => {
    const width = 2048
    const data = new Uint8Array(width * width)
    for (let y = 0; y < width; y++) {
      for (let x = 0; x < width; x++) data[y * width + x] = Math.min(x, y, width - 1 - x, width - 1 - y) % 2
    }
    const files = tree('x.jpg', 'x_mask.png', { width, height: width, data })
    files.sizes.clear()
    const reason = 'is too large for a mask of so many parts'
    expect((await read(files)).faults).toEqual([{ path: 'x_mask.png', reason }])
  })
})
