import { open } from 'node:fs/promises'
import { expect, test, vi } from 'vitest'
import { freshFolder } from '#tests/folders.ts'
import { PartFiles } from './part-files.ts'

async function* pieces(...sizes: number[]): AsyncGenerator<Uint8Array> {
  for (const size of sizes) yield Buffer.alloc(size, 7)
}

test('a disk that takes less than it is given gets the rest as well', async () => {
  const { folder, dispose } = await freshFolder()
  const parts = new PartFiles<object>(folder)
  const id = 'a'.repeat(32)
  await parts.create(id, {})
  const handle = await open(folder)
  const prototype = Object.getPrototypeOf(handle)
  await handle.close()
  const write = prototype.write
  const short = vi.spyOn(prototype, 'write').mockImplementation(function (
    this: unknown,
    bytes: unknown,
    from: unknown,
    length: unknown,
    at: unknown,
  ) {
    return write.call(this, bytes, from, Math.min(length as number, 1000), at)
  })
  try {
    expect(await parts.append(id, pieces(2500, 10, 3000), { from: 0, most: 6000 })).toBe(5510)
  } finally {
    short.mockRestore()
  }
  expect((await parts.find(id))?.size).toBe(5510)
  const read = Buffer.concat(await parts.read(id).toArray())
  expect(read.equals(Buffer.alloc(5510, 7))).toBe(true)
  await dispose()
})
