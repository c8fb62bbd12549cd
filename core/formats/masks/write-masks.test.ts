import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { LabelType } from '#contract/codes.ts'
import { type BoxPixels, maskOfBox } from '#core/formats/places/box-pixels.ts'
import { placeProperty } from '#core/formats/places/place.ts'
import { compressMask } from '#core/formats/places/rle.ts'
import type { RecordLabel, SampleRecord } from '#core/formats/record.ts'
import type { ImageSize } from '#core/geometry/shape.ts'
import { labels, options, read, size } from '#tests/formats/mask-pictures.ts'
import { checkRoundTrip, writeRecords } from '#tests/formats/round-trip.ts'
import { masks } from './masks.ts'
import { findPlace } from './read-mask.ts'

describe('what a mask cannot hold', () => {
  const square = (name: string, x: number, y: number, side: number): RecordLabel => ({
    name,
    type: LabelType.imageSegmentation,
    property: {
      '@modelarts:shape': 'polygon',
      '@modelarts:feature': [
        [x, y],
        [x + side, y],
        [x + side, y + side],
        [x, y + side],
      ],
    },
  })
  const lossesOf = async (given: RecordLabel[], of: ImageSize = [20, 20, 3]) => {
    const record: SampleRecord = { path: 'JPEGImages/x.jpg', size: of, labels: given, metadata: {} }
    const { losses } = await writeRecords(masks, [record], options)
    return losses.map(({ field, reason }) => `${field} ${reason}`)
  }
  const added = (index: number) =>
    `labels[${index}].property.@muster:mask becomes that of the pixels inside the polygon`

  test.each<[string, RecordLabel[], string[]]>([
    ['nothing', labels, []],
    ['squares apart', [square('cat', 1, 1, 3), square('cat', 8, 1, 3)], [added(0), added(1)]],
    ['squares of two labels side by side', [square('cat', 1, 1, 3), square('dog', 4, 1, 3)], [added(0), added(1)]],
    [
      'squares in another order',
      [square('cat', 8, 1, 3), square('cat', 1, 1, 3)],
      ['labels come back in the order of their places'],
    ],
    [
      'one over the other',
      [square('cat', 1, 1, 5), square('dog', 4, 1, 5)],
      ['labels overlap, touch each other or lie in several parts, which the mask does not tell'],
    ],
    [
      'one side by side with its like',
      [square('cat', 1, 1, 3), square('cat', 4, 1, 3)],
      ['labels overlap, touch each other or lie in several parts, which the mask does not tell'],
    ],
    [
      'a name with a colon',
      [square('a:b', 1, 1, 3), square('cat', 1, 1, 3)],
      ['labels[0] has a name that a label map cannot hold', added(1)],
    ],
    [
      'one called background',
      [square('background', 1, 1, 3)],
      ['size has no place in this format', 'labels[0] has a name that a label map cannot hold'],
    ],
    [
      'one less than a pixel',
      [square('cat', 1.6, 1.6, 0.3)],
      ['size has no place in this format', 'labels[0] has no pixels'],
    ],
    [
      'parts of pixels',
      [square('cat', 1.2, 1.2, 3)],
      ['labels[0].property.@modelarts:feature becomes the outline of pixels', added(0)],
    ],
    ['a score', [{ ...square('cat', 1, 1, 3), score: 0.5 }], ['labels[0].score has no place in this format', added(0)]],
  ])('%s', async (_, given, losses) => {
    expect(await lossesOf(given, given === labels ? size : undefined)).toEqual(losses)
  })

  test('the 256th label', async () => {
    const many = Array.from({ length: 255 }, (_, index) => square(`l${index}`, 1, 1, 3))
    expect((await lossesOf(many)).slice(0, 2)).toEqual([
      'labels[253] is not in the mask, which holds 255 labels',
      'labels[254] is not in the mask, which holds 255 labels',
    ])
  })

  test('a picture of unknown size has no mask', async () => {
    const record = { path: 'JPEGImages/x.jpg', labels: [square('cat', 1, 1, 3)], metadata: {} }
    const { files, losses } = await writeRecords(masks, [record], options)
    expect(losses).toEqual([{ path: record.path, field: 'labels', reason: 'the size of the picture is not known' }])
    expect(files.pictures.size).toBe(0)
  })

  test('pictures that would be taken for masks, or have the stem of another, are called otherwise', async () => {
    const paths = ['masks/1.png', 'a_mask.png', '2.jpg', '2.png']
    const given = paths.map((path): SampleRecord => ({ path, size, labels, metadata: {} }))
    const { files } = await writeRecords(masks, given, options)
    expect([...files.sources]).toEqual([
      ['JPEGImages/masks-1/1.png', 'masks/1.png'],
      ['JPEGImages/a_mask-1.png', 'a_mask.png'],
      ['JPEGImages/2.jpg', '2.jpg'],
      ['JPEGImages/2-2.png', '2.png'],
    ])
    expect((await read(files)).records.map((record) => record.labels)).toEqual(Array(4).fill(labels))
  })

  test('is all that does not come back of labels that lie close together', async () => {
    const rows = fc.array(fc.uint8Array({ minLength: 8, maxLength: 8, max: 1 }), { minLength: 6, maxLength: 6 })
    const masked = fc.tuple(fc.constantFrom('cat', 'dog'), rows).map(([name, found]): RecordLabel => {
      const box = { left: 0, top: 0, width: 8, height: 6, data: Uint8Array.from(found.flatMap((row) => [...row])) }
      return { ...square(name, 0, 0, 2), property: placeOf(box) }
    })
    const drawn = fc
      .tuple(fc.constantFrom('cat', 'dog', 'cow'), fc.nat(5), fc.nat(3), fc.integer({ min: 1, max: 3 }))
      .map(([name, x, y, side]) => square(name, x, y, side))
    const given = fc.array(fc.oneof({ weight: 4, arbitrary: drawn }, masked), { minLength: 1, maxLength: 4 })
    let isHeld = 0
    await fc.assert(
      fc.asyncProperty(given, async (found) => {
        const record: SampleRecord = { path: '1.jpg', size: [8, 6, 3], labels: found, metadata: {} }
        await checkRoundTrip(masks, [record], options)
        if (!(await lossesOf(found, [8, 6, 3])).some((loss) => loss.startsWith('labels '))) isHeld++
      }),
      { numRuns: 300 },
    )
    expect(isHeld).toBeGreaterThan(50)
  })
})

/** Where a label with these pixels is; of none at all it is a polygon alone. */
function placeOf(box: BoxPixels): NonNullable<RecordLabel['property']> {
  const mask = maskOfBox(box, [box.width, box.height])
  return box.data.includes(1)
    ? placeProperty(findPlace('', mask))
    : { '@modelarts:shape': 'polygon', '@muster:mask': compressMask(mask) }
}
