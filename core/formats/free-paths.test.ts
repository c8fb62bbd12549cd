import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { FreePaths } from './free-paths.ts'
import { splitEnding } from './paths.ts'

describe('paths of a tree that is written', () => {
  test('are kept where nothing has the same stem', () => {
    const paths = new FreePaths()
    const given = ['a.jpg', 'b/a.jpg', 'a.jpg', 'a.png', 'a-3.jpg', 'a-3.png', 'a', '.a', 'b.c/a', 'b.c/a.x.jpg']
    expect(given.map((path) => paths.take(path))).toEqual([
      'a.jpg',
      'b/a.jpg',
      'a-2.jpg',
      'a-3.png',
      'a-3-2.jpg',
      'a-3-3.png',
      'a-4',
      '.a',
      'b.c/a',
      'b.c/a.x.jpg',
    ])
  })

  test('are kept with another ending where they only must not be the same', () => {
    const paths = new FreePaths('path')
    const given = ['a.jpg', 'a.png', 'a.jpg', 'a.jpg', 'a-2.jpg']
    expect(given.map((path) => paths.take(path))).toEqual(['a.jpg', 'a.png', 'a-2.jpg', 'a-3.jpg', 'a-2-2.jpg'])
  })

  test('never share a stem', () => {
    const path = fc.stringMatching(/^[ab](-[1-4])?(\.[xy])?$/)
    fc.assert(
      fc.property(fc.array(path), (given) => {
        const paths = new FreePaths()
        const stems = given.map((one) => splitEnding(paths.take(one))[0])
        expect(new Set(stems).size).toBe(given.length)
      }),
    )
  })
})
