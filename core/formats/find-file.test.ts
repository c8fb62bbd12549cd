import { describe, expect, test } from 'vitest'
import { possiblePaths } from './find-file.ts'

describe('where a path of a list may lead', () => {
  test.each([
    ['', 'a.jpg', ['a.jpg']],
    ['x/', './a.jpg', ['x/a.jpg']],
    ['x/y/', '../a/b.jpg', ['x/a/b.jpg', 'x/y/a/b.jpg', 'x/y/b.jpg']],
    ['x/', '../../../b.jpg', ['b.jpg', 'x/b.jpg']],
    ['', 'C:\\data\\b.jpg', ['C:/data/b.jpg', 'data/b.jpg', 'b.jpg']],
    ['x/', '/home/b.jpg', ['x/home/b.jpg', 'x/b.jpg']],
    ['x/', 'a/../../b.jpg', ['x/a/b.jpg', 'x/b.jpg']],
    ['x/', '..', []],
    ['', 'a\u0001.jpg', []],
    ['', 'a'.repeat(2000), []],
  ])('from %j %j to %j', (folder, named, paths) => {
    expect(possiblePaths(folder, named)).toEqual(paths)
  })
})
