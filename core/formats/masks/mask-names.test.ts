import { describe, expect, test } from 'vitest'
import type { Pixels } from '#core/formats/files.ts'
import { checkGoingOn } from '#tests/formats/going-on.ts'
import { labelMap, mask, options, palette, putPicture, read, tree } from '#tests/formats/mask-pictures.ts'
import { masks } from './masks.ts'

/** Names of the labels, or the fault. */
async function namesIn(picture: Pixels, map?: string): Promise<unknown> {
  const files = tree('x.jpg', 'masks/x.png', picture, map === undefined ? {} : { 'labelmap.txt': map })
  await checkGoingOn(masks, files, options)
  const { records: found, faults } = await read(files)
  return faults[0] ?? found[0]!.labels.map(({ name }) => name)
}

describe('what a colour is called', () => {
  const of = (values: number[], colors?: number[][]): Pixels => {
    const data = new Uint8Array(24)
    for (const [index, value] of values.entries()) data[2 * index] = value
    return { width: 6, height: 4, data, ...(colors && { palette: colors }) }
  }

  test.each<[string, Pixels, string | undefined, unknown]>([
    ['its name in the map', of([1, 2], palette), labelMap, ['cat', 'dog']],
    [
      'whatever its index',
      of(
        [2, 1],
        [
          [0, 0, 0],
          [0, 255, 0],
          [255, 0, 0],
        ],
      ),
      labelMap,
      ['cat', 'dog'],
    ],
    [
      'the line of its index, where two have the colour',
      of(
        [1, 2],
        [
          [0, 0, 0],
          [9, 9, 9],
          [9, 9, 9],
        ],
      ),
      'background:0,0,0\ncat:9,9,9\ndog:9,9,9',
      ['cat', 'dog'],
    ],
    [
      'a label in black by its index',
      of(
        [1],
        [
          [0, 0, 0],
          [0, 0, 0],
        ],
      ),
      'Background:0,0,0\r\ncat: 0, 0, 0 ::\r\n',
      ['cat'],
    ],
    [
      'the colour of its line, where the map has none',
      of(
        [1, 2],
        [
          [0, 0, 0],
          [128, 0, 0],
          [0, 128, 0],
        ],
      ),
      'background\ncat:::\n\ndog::',
      ['cat', 'dog'],
    ],
    ['nothing, where it is the border of VOC', of([1, 3], palette), labelMap, ['cat']],
    ['the number of its line, where it is a grey', of([1, 2, 255]), labelMap, ['cat', 'dog']],
    ['the number of its line without the background', of([1, 2]), 'cat:1,0,0\ndog:2,0,0', ['cat', 'dog']],
    ['its name, where the map has greys', of([1, 255]), 'cat:255,255,255\ndog:1,1,1', ['dog', 'cat']],
    ['its digits without a map', of([1, 2, 3], palette), undefined, ['FF0000', '00FF00']],
    ['its value without a map', of([1, 255]), undefined, ['1', '255']],
    ['one label with two colours', of([1, 2], palette), 'cat:255,0,0\ncat:0,255,0', ['cat', 'cat']],
    [
      'as things are called that are there already',
      of([1, 2], palette),
      'constructor:255,0,0\n__proto__:0,255,0',
      ['constructor', '__proto__'],
    ],
    [
      'nowhere',
      of([1, 2], palette),
      'cat:255,0,0',
      { path: 'masks/x.png', reason: 'has the colour 0,255,0, which the label map does not name' },
    ],
    [
      'nowhere, as a grey',
      of([1, 7]),
      labelMap,
      { path: 'masks/x.png', reason: 'has the value 7, which the label map does not name' },
    ],
  ])('%s', async (_, picture, map, names) => {
    expect(await namesIn(picture, map)).toEqual(names)
  })

  test.each([
    ['cat:1,2', 1, 'has the colour "1,2", which must be three numbers from 0 to 255'],
    ['a:0,0,0\n\n#\ncat:1,2,256', 4, 'has the colour "1,2,256", which must be three numbers from 0 to 255'],
    ['cat:-1,0,0', 1, 'has the colour "-1,0,0", which must be three numbers from 0 to 255'],
    ['cat:1e1,0,0', 1, 'has the colour "1e1,0,0", which must be three numbers from 0 to 255'],
    [':1,2,3', 1, 'holds a label without a name'],
  ])('%j is a fault', async (map, line, reason) => {
    expect(await namesIn(mask, map)).toEqual({ path: 'labelmap.txt', line, reason })
  })

  test('a map without an end is not kept', async () => {
    const map = 'cat:255,0,0\n'.repeat(10_001)
    expect(await namesIn(mask, map)).toEqual({ path: 'labelmap.txt', reason: 'names more than 10000 labels' })
  })

  test('the nearest map above a mask counts', async () => {
    const files = tree('a/x.jpg', 'a/masks/x.png', mask, {
      'labelmap.txt': labelMap,
      'a/labelmap.txt': 'a:255,0,0\nb:0,255,0',
    })
    putPicture(files, 'b/x_mask.png', mask)
    files.files.set('b/x.jpg', new Uint8Array())
    const found = (await read(files)).records.map((record) => record.labels.map(({ name }) => name))
    expect(found).toEqual([
      ['a', 'a', 'b'],
      ['cat', 'cat', 'dog'],
    ])
  })
})
