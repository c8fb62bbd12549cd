import { describe, expect, test } from 'vitest'
import { DatasetType } from '#contract/codes.ts'
import { manifest } from '#core/formats/manifest/manifest.ts'
import { checkGoingOn } from '#tests/formats/going-on.ts'
import { pictureOf, putPicture } from '#tests/formats/mask-pictures.ts'
import { MemoryFiles } from '#tests/formats/memory-files.ts'
import { readRecords } from '#tests/formats/round-trip.ts'
import { modelartsVoc } from './modelarts-voc.ts'

const isSample = (path: string) => /\.(jpe?g|png)$/i.test(path)
const options = { dataset_type: DatasetType.imageSegmentation, labels: [], isSample }

/** 1 is red, 2 is green. */
const mask = pictureOf('11..1', '11.22', '...22')

const object = (color: string, more = '') =>
  `<object><name>leaf</name><mask_color>${color}</mask_color>${more}</object>`
const named = (name: string, inner: string) => object('255,0,0', inner).replace('leaf', name)
const polygon = '<polygon><x1>0</x1><y1>0</y1><x2>2</x2><y2>0</y2><x3>2</x3><y3>2</y3></polygon>'

function tree(objects: string, source = 'masks/x.png', place = 'masks/x.png'): MemoryFiles {
  const given = source === '' ? '' : `<mask_source>${source}</mask_source>`
  const files = new MemoryFiles({ 'x.jpg': '', 'x.xml': `<annotation>${given}\n${objects}</annotation>` })
  files.sizes.set('x.jpg', [5, 3, 3])
  putPicture(files, place, mask)
  return files
}

async function read(files: MemoryFiles) {
  await checkGoingOn(modelartsVoc, files, options)
  const { records, faults } = await readRecords(modelartsVoc, files, options)
  const found = records.filter(({ path }) => path === 'x.jpg').flatMap(({ labels }) => labels)
  const places = found.map(({ name, property }) => [
    name,
    property!['@modelarts:feature']?.length,
    property!['@muster:mask'],
  ])
  return faults[0] ?? places
}

/** Down the columns the red counts 0 2 1 2 7 1 2, the green 10 2 1 2. */
const red = { size: [3, 5], counts: '02106OK' }
const green = { size: [3, 5], counts: ':210' }

describe('objects without a polygon are where their colour is in the mask', () => {
  test('one object of a colour has all its pixels', async () => {
    expect(await read(tree(object('255,0,0') + object('0, 255, 0')))).toEqual([
      ['leaf', 4, red],
      ['leaf', 4, green],
    ])
  })

  test('several that nothing tells apart have a part each', async () => {
    expect(await read(tree(object('255,0,0').repeat(2)))).toEqual([
      ['leaf', 4, { size: [3, 5], counts: '02109' }],
      ['leaf', 4, { size: [3, 5], counts: '<12' }],
    ])
  })

  test('beside others that have polygons', async () => {
    expect(await read(tree(object('255,0,0', polygon) + object('0,255,0')))).toEqual([
      ['leaf', 3, undefined],
      ['leaf', 4, green],
    ])
  })

  test.each([
    ['x.png', 'x.png'],
    ['annotation/V001/segmentationClassRaw/x.png', 'segmentationClassRaw/x.png'],
    ['/bucket/work/x.png', '/bucket/work/x.png'],
    ['s3://bucket/work/x.png', '/bucket/work/x.png'],
    ['obs://bucket/work/x.png', '/bucket/work/x.png'],
  ])('the mask %s is found at %s', async (source, place) => {
    expect(await read(tree(object('0,255,0'), source, place))).toEqual([['leaf', 4, green]])
  })

  test.each<[string, string, string | undefined, { path?: string; line?: number; reason: string }]>([
    ['a missing mask', object('255,0,0'), 'y.png', { reason: 'names the mask "y.png", which is missing' }],
    ['a mask elsewhere', object('255,0,0'), '../../..', { reason: 'names the mask "../../..", which is missing' }],
    ['no mask', object('255,0,0'), '', { line: 2, reason: 'has an object without a shape' }],
    [
      'no colour',
      '<object><name>leaf</name></object>',
      undefined,
      { line: 2, reason: 'has an object without a shape' },
    ],
    [
      'a bad colour',
      object('red'),
      undefined,
      { line: 2, reason: 'has the mask_color "red", which must be three numbers from 0 to 255' },
    ],
    [
      'a colour that is not there',
      object('1,2,3'),
      undefined,
      { line: 2, reason: 'has an object of the colour 1,2,3, which its mask lacks' },
    ],
    [
      'too many objects',
      object('0,255,0').repeat(2),
      undefined,
      { line: 2, reason: 'has 2 objects of the colour 0,255,0, which its mask does not tell apart' },
    ],
    [
      'objects of two names',
      named('a', '') + named('b', ''),
      undefined,
      { line: 2, reason: 'has 2 objects of the colour 255,0,0, which its mask does not tell apart' },
    ],
  ])('%s is a fault', async (_, objects, source, fault) => {
    expect(await read(tree(objects, source))).toEqual({ path: 'x.xml', ...fault })
  })

  test('a mask of another size is a fault', async () => {
    const files = tree(object('255,0,0'))
    putPicture(files, 'masks/x.png', pictureOf('11'))
    const reason = 'has 2 x 1 pixels, but its picture has 5 x 3'
    expect(await read(files)).toEqual({ path: 'masks/x.png', reason })
  })

  test('also where a manifest names the annotation', async () => {
    const files = new MemoryFiles()
    const annotation = {
      type: 'modelarts/image_segmentation',
      'annotation-format': 'PASCAL VOC',
      'annotation-loc': 's3://bucket/a/x.xml',
    }
    const line = JSON.stringify({ source: 's3://bucket/x.jpg', annotation: [annotation] })
    files.files.set('/bucket/a.manifest', Buffer.from(line))
    files.files.set(
      '/bucket/a/x.xml',
      Buffer.from(`<annotation><mask_source>m/x.png</mask_source>${object('0,255,0')}</annotation>`),
    )
    putPicture(files, '/bucket/a/m/x.png', mask)
    const { records, faults } = await readRecords(manifest, files, { ...options, file: '/bucket/a.manifest' })
    expect(faults).toEqual([])
    expect(records[0]!.labels.map(({ property }) => property!['@muster:mask'])).toEqual([green])
  })
})
