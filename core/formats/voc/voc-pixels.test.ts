import { describe, expect, test } from 'vitest'
import { drawn, featureIn, read, size, write } from '#tests/formats/voc-objects.ts'
import { readVocOptions } from './voc-options.ts'

describe('whole pixels', () => {
  test.each<[string, number[][], number[] | undefined]>([
    [
      'bndbox',
      [
        [1.4, 2.5],
        [3.6, 4],
      ],
      [1, 3, 4, 4],
    ],
    [
      'bndbox',
      [
        [1.1, 2],
        [1.3, 4],
      ],
      [1, 2, 2, 4],
    ],
    ['circle', [[99.5, 20], [0.5]], undefined],
    ['circle', [[2.4, 20], [2.4]], [2, 20, 2]],
    ['point', [[1.5, 2.4]], [2, 2]],
    [
      'line',
      [
        [1.1, 1],
        [1.2, 1],
      ],
      undefined,
    ],
    [
      'polyline',
      [
        [1, 1],
        [1.2, 1],
        [5, 5],
      ],
      [1, 1, 5, 5],
    ],
    [
      'polygon',
      [
        [1, 1],
        [1.2, 1],
        [1.2, 1.2],
      ],
      undefined,
    ],
  ])('a %s of %j becomes %j, and that is a loss; with decimals it stays', async (shape, feature, expected) => {
    const label = drawn('a', shape, feature, {})
    const { xml, losses } = write([label])
    expect(featureIn(xml)).toEqual(expected)
    expect(losses.map(({ field }) => field)).toEqual([expected ? 'labels[0].property.@modelarts:feature' : 'labels[0]'])
    const exact = write([label], { decimals: true })
    expect(exact.losses).toEqual([])
    expect((await read(exact.xml)).labels).toEqual([label])
  })

  test('that begin with 1: the far corner of a box is its last pixel', async () => {
    const whole = drawn(
      'a',
      'bndbox',
      [
        [0, 0],
        [100, 50],
      ],
      {},
    )
    const { xml } = write([whole], { origin: 1 })
    expect(featureIn(xml)).toEqual([1, 1, 100, 50])
    expect((await read(xml, { origin: 1, size })).labels).toEqual([whole])
    expect(featureIn(write([drawn('a', 'circle', [[5, 6], [2]])], { origin: 1 }).xml)).toEqual([6, 7, 2])
  })

  test('options of another kind are refused', () => {
    expect(readVocOptions({})).toEqual({ decimals: false, origin: 0 })
    expect(readVocOptions({ voc_decimals: true, voc_origin: 1 })).toEqual({ decimals: true, origin: 1 })
    expect(readVocOptions({ voc_decimals: 'yes' })).toMatchObject({
      error_msg: 'muster.voc_decimals must be true or false, not "yes".',
    })
    expect(readVocOptions({ voc_origin: '1' })).toMatchObject({
      error_msg: 'muster.voc_origin must be 0 or 1, not "1".',
    })
  })
})
