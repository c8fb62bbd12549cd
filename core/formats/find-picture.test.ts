import { expect, test } from 'vitest'
import { MemoryFiles } from '#tests/formats/memory-files.ts'
import { PictureFinder } from './find-picture.ts'

const finderIn = (...paths: string[]) =>
  new PictureFinder(new MemoryFiles(Object.fromEntries(paths.map((path) => [path, '']))), (path) => /\.jpg$/.test(path))

test('each document names pictures of its own folder, though those of others are called the same', async () => {
  const finder = finderIn('1.jpg', 'a/images/1.jpg', 'b/images/1.jpg', 'c/1.jpg')
  for (const [document, path] of [
    ['a/annotations.xml', 'a/images/1.jpg'],
    ['b/annotations.xml', 'b/images/1.jpg'],
    ['c/annotations.xml', 'c/1.jpg'],
    ['annotations.xml', '1.jpg'],
  ] as const) {
    expect(await finder.find(document, '1.jpg')).toEqual({ found: path })
  }
})

test('the folder of a format goes before the usual ones', async () => {
  const finder = finderIn('a/1.jpg', 'a/images/1.jpg', 'images/1.jpg')
  expect(await finder.find('a/list.csv', '1.jpg', 'a/')).toEqual({ found: 'a/1.jpg' })
  expect(await finder.find('a/list.csv', '1.jpg')).toEqual({ found: 'a/1.jpg' })
  expect(await finder.find('a/other.csv', '1.jpg')).toEqual({ found: 'images/1.jpg' })
})

test('a name is one of the tree, also where it is written as an address or leads out of it', async () => {
  const finder = finderIn('a/b c.jpg', 'd/1.jpg', 'e/2.jpg', 'f/2.jpg')
  expect(await finder.find('x.json', 'a%2Fb%20c.jpg')).toEqual({ found: 'a/b c.jpg' })
  expect(await finder.find('x.json', '..\\..\\d\\1.jpg')).toEqual({ found: 'd/1.jpg' })
  expect(await finder.find('x.json', '../2.jpg')).toEqual({ problem: 'there is more than once' })
  expect(await finder.find('x.json', '../3.jpg')).toEqual({ problem: 'is missing' })
})
