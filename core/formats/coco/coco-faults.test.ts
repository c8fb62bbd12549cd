import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { DatasetType } from '#contract/codes.ts'
import { detection, documentOf, isSample, readAll, segmentation } from '#tests/formats/coco-trees.ts'
import { MemoryFiles } from '#tests/formats/memory-files.ts'
import { readRecords } from '#tests/formats/round-trip.ts'
import { coco } from './coco.ts'

describe('COCO with faults', () => {
  test.each<[string, Record<string, string>, string]>([
    [
      'a category that is missing',
      documentOf({}, { category_id: 2 }),
      'has an annotation 5 of "1.jpg" that names the category 2, which is not defined',
    ],
    [
      'a category without a name',
      documentOf({ categories: [{ id: 1 }] }),
      'has an annotation 5 of "1.jpg" that names the category 1, which has no name',
    ],
    [
      'a box outside',
      documentOf({}, { bbox: [90, 0, 20, 5] }),
      'has an annotation 5 of "1.jpg" that holds the point [110, 5] outside the picture, 100 x 50 pixels',
    ],
    [
      'a box of texts',
      documentOf({}, { bbox: ['1', 0, 2, 2] }),
      'has an annotation 5 of "1.jpg" that has a bbox with something that is no number',
    ],
    ['no box', documentOf({}, { bbox: null }), 'has an annotation 5 of "1.jpg" that has no bbox'],
    [
      'a score',
      documentOf({}, { score: '1' }),
      'has an annotation 5 of "1.jpg" that has a score that is no number from 0 to 1',
    ],
    [
      'attributes',
      documentOf({}, { attributes: [1] }),
      'has an annotation 5 of "1.jpg" that has attributes that are no object',
    ],
    [
      'an image without an id',
      documentOf({ images: [{ file_name: '1.jpg' }], annotations: [] }),
      'has an image 1 without an id',
    ],
    [
      'a side',
      documentOf({ images: [{ id: 1, file_name: '1.jpg', width: '100' }] }),
      'has a width of "1.jpg" that is no whole number',
    ],
    [
      'another size',
      documentOf({ images: [{ id: 1, file_name: '1.jpg', width: 50, height: 50 }] }),
      'says that "1.jpg" has 50 x 50 pixels, but it has 100 x 50',
    ],
    [
      'no picture',
      documentOf({ images: [{ id: 1, file_name: '../2.jpg' }] }),
      'names the picture "../2.jpg", which is missing',
    ],
    [
      'two pictures',
      { ...documentOf({ images: [{ id: 1, file_name: 'x/2.jpg' }] }), 'b/2.jpg': '', 'c/2.jpg': '' },
      'names the picture "x/2.jpg", which there is more than once',
    ],
  ])('%s is a fault of the picture', async (_, content, reason) => {
    expect(await readAll(content, detection)).toEqual({ records: [], faults: [{ path: 'a.json', reason }] })
  })

  test.each<[unknown, string]>([
    [[[1, 2, 3]], 'has a segmentation that is no list of numbers in pairs'],
    [[[1, 2, '3', 4, 5, 6]], 'has a segmentation that is no list of numbers in pairs'],
    [[[1, 2, 1, 2, 5, 6]], 'holds a polygon that is none: a polygon needs at least three distinct points'],
    [{ size: [10, 10], counts: [50, 50] }, 'holds a mask of 10 x 10 pixels in a picture of 100 x 50'],
    [{ size: [50, 100], counts: [5000] }, 'holds an empty mask'],
  ])('the segmentation %j is a fault of the picture', async (given, reason) => {
    const { faults } = await readAll(documentOf({}, { segmentation: given }), segmentation)
    expect(faults).toEqual([{ path: 'a.json', reason: `has an annotation 5 of "1.jpg" that ${reason}` }])
  })

  test('documents that are broken, annotations that belong nowhere and twins are told, and the rest is read', async () => {
    const { records: found, faults } = await readAll(
      {
        'a.json': '{"images":[{"id":1,"file_name":"1.jpg"},',
        'b.json': JSON.stringify({
          images: [{ id: 1, file_name: '1.jpg' }, { id: 1, file_name: '1.jpg' }, null],
          annotations: [null, { image_id: '2' }, 7],
        }),
        '1.jpg': '',
      },
      detection,
    )
    expect(found.map(({ path }) => path)).toEqual(['1.jpg'])
    expect(faults).toEqual([
      { path: 'a.json', reason: 'is not valid JSON: it ends too early' },
      { path: 'b.json', reason: 'has an annotation 1 of an image that is not in it; it is the first of 3' },
      { path: 'b.json', reason: 'has two images with the id 1' },
      { path: 'b.json', reason: 'has an image 3 that is no object' },
    ])
  })
})

describe('documents of COCO with anything in them', () => {
  const odd = fc.oneof(
    fc.constantFrom<unknown>(
      null,
      true,
      0,
      1,
      -1,
      1e308,
      2 ** 53,
      '',
      '1',
      '__proto__',
      '\0',
      '\ud800',
      [],
      {},
      [[]],
      [null],
    ),
    fc.constantFrom<unknown>([0, 0, 5, 5], [[0, 0, 5, 0, 5, 5]], { size: [50, 100], counts: [0, 5000] }, [
      [1e300, 0, 1, 1, 2, 2],
    ]),
    fc.constantFrom<unknown>(
      { size: [50, 100], counts: 'zzzz' },
      { size: ['a'], counts: {} },
      { a: { b: [1] } },
      { x: null, y: 'z' },
    ),
  )
  const some = (names: string[]) =>
    fc.record(Object.fromEntries(names.map((name) => [name, odd])), { requiredKeys: [] })
  const annotation = some([
    'id',
    'bbox',
    'segmentation',
    'iscrowd',
    'score',
    'attributes',
    '@muster:shape',
    'category_id',
    'image_id',
  ])
  const rightly = { image_id: 1, category_id: 1, bbox: [0, 0, 5, 5], segmentation: [[0, 0, 5, 0, 5, 5]] }
  const document = fc.record({
    images: fc
      .array(fc.oneof(odd, some(['id', 'file_name', 'width', 'height'])))
      .map((more) => [{ id: 1, file_name: '1.jpg', width: 100, height: 50 }, ...more]),
    annotations: fc.array(
      fc.oneof(
        odd,
        annotation.map((one) => ({ ...rightly, ...one })),
      ),
    ),
    categories: fc
      .array(fc.oneof(odd, some(['id', 'name', 'supercategory'])))
      .map((more) => [{ id: 1, name: 'cat' }, ...more]),
  })

  test.each([DatasetType.objectDetection, DatasetType.imageSegmentation])(
    'give a record or a fault for every image: dataset type %i',
    async (dataset_type) => {
      await fc.assert(
        fc.asyncProperty(document, async (given) => {
          const files = new MemoryFiles({ 'a.json': JSON.stringify(given), '1.jpg': '' })
          files.sizes.set('1.jpg', [100, 50, 3])
          const { records, faults } = await readRecords(coco, files, { dataset_type, isSample })
          expect(records.length + faults.length).toBeGreaterThanOrEqual(given.images.length)
          for (const { labels } of records) {
            for (const { name, property } of labels) {
              expect(name).toEqual(expect.any(String))
              expect((property!['@modelarts:feature'] as number[][]).flat().every(Number.isFinite)).toBe(true)
            }
          }
        }),
        { numRuns: 500 },
      )
    },
  )
})
