import { readdir, rm, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { freshFolder } from '#tests/folders.ts'
import { FolderCache } from './folder-cache.ts'

let room: Awaited<ReturnType<typeof freshFolder>>
beforeEach(async () => {
  room = await freshFolder()
})
afterEach(() => room.dispose())

const bytes = (length: number) => Buffer.alloc(length, 7)
const keys = async () => (await readdir(room.folder, { recursive: true })).filter((name) => name.includes('/')).length
/** Longer than the clocks of file systems tick. */
const moment = () => new Promise((done) => setTimeout(done, 25))

test('what is written is read again, by others as well', async () => {
  await new FolderCache(room.folder, 1000).write('aa11', bytes(10))
  const other = new FolderCache(room.folder, 1000)
  expect(await other.read('aa11')).toEqual(bytes(10))
  expect(await other.read('aa12')).toBeUndefined()
})

test('when it is full, what was not read for longest is dropped', async () => {
  const cache = new FolderCache(room.folder, 1000)
  for (const key of ['aa01', 'ab02', 'ac03', 'ad04']) {
    await cache.write(key, bytes(250))
    await moment()
  }
  await cache.read('aa01')
  await moment()
  await cache.write('ae05', bytes(250))
  const kept = await Promise.all(['aa01', 'ab02', 'ac03', 'ad04', 'ae05'].map((key) => cache.read(key)))
  expect(kept.map((found) => found !== undefined)).toEqual([true, false, false, true, true])
})

test('what others left counts', async () => {
  await new FolderCache(room.folder, 1000).write('aa01', bytes(900))
  await moment()
  await new FolderCache(room.folder, 1000).write('ab02', bytes(700))
  expect(await keys()).toBe(1)
})

test('the folder may be deleted at any moment', async () => {
  const cache = new FolderCache(room.folder, 1000)
  await cache.write('aa01', bytes(10))
  await rm(room.folder, { recursive: true })
  expect(await cache.read('aa01')).toBeUndefined()
  await cache.write('aa01', bytes(10))
  expect(await cache.read('aa01')).toEqual(bytes(10))
})

test('many may write at once', async () => {
  for (let round = 0; round < 20; round++) {
    const cache = new FolderCache(room.folder, 2000)
    const names = Array.from({ length: 50 }, (_, i) => `a${i % 10}${100 + i}${round}`)
    await Promise.all(
      names.map(async (name, i) => {
        await new Promise((done) => setTimeout(done, (i * 7 + round) % 6))
        await cache.write(name, bytes(100))
      }),
    )
    expect(await keys()).toBeLessThanOrEqual(20)
  }
})

test('what a process that died was writing goes with the rest', async () => {
  const cache = new FolderCache(room.folder, 1000)
  await cache.write('aa01', bytes(100))
  const left = join(room.folder, 'aa', 'aa02.left')
  await writeFile(left, bytes(800))
  await moment()
  await cache.write('ab03', bytes(950))
  expect(await readdir(join(room.folder, 'aa'))).toEqual(['aa02.left'])
  await moment()
  const yesterday = new Date(Date.now() - 86_400_000)
  await utimes(left, yesterday, yesterday)
  await new FolderCache(room.folder, 1000).write('ab04', bytes(950))
  expect(await readdir(join(room.folder, 'aa'))).toEqual([])
})
