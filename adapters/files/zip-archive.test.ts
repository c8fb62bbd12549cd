import { PassThrough, Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import type { BlobInfo, BlobStore } from '#adapters/blobs/blob-store.ts'
import { namesInZip } from '#tests/unzip.ts'
import { ZipArchive } from './zip-archive.ts'

const KIB = 1024

type Opened = { key: string; stream: Readable }

/** An archive of files of one KiB each, and which of them were opened; `streamOf` makes another body of one. */
function anArchive(count: number, streamOf = (_: string): Readable => Readable.from([Buffer.alloc(KIB, 'x')])) {
  const infos: BlobInfo[] = Array.from({ length: count }, (_, n) => ({ key: `${n}`, size: KIB, mtime: 0 }))
  const opened: Opened[] = []
  const blobs = {
    openBlob: async (_: string, key: string) => {
      const stream = streamOf(key)
      opened.push({ key, stream })
      return { info: infos[Number(key)]!, stream }
    },
  } as Partial<BlobStore> as BlobStore
  const files = infos.map((info) => ({ name: `folder/${info.key}.bin`, info }))
  return { archive: new ZipArchive(blobs, { bucket: 'b', files }), opened }
}

/** The first bytes of a stream that goes on behind them. */
async function begin(stream: Readable): Promise<void> {
  await new Promise((resolve) => stream.once('readable', resolve))
  stream.read()
}

test('an archive is as long as it was said to be, and any part of it is what stands there', async () => {
  const { archive } = anArchive(20)
  const whole = await buffer(archive.open({ offset: 0 }))
  expect(whole).toHaveLength(await archive.size())
  expect(await namesInZip(whole)).toHaveLength(20)
  for (const [offset, length] of [
    [0, 1],
    [1500, 3000],
    [whole.length - 30, 30],
  ] as const) {
    const part = await buffer(archive.open({ offset, length }))
    expect(part.equals(whole.subarray(offset, offset + length))).toBe(true)
  }
})

test('files behind the part that is asked for are not read', async () => {
  const { archive, opened } = anArchive(500)
  expect(await buffer(archive.open({ offset: 0, length: 100 }))).toHaveLength(100)
  await sleep(50)
  expect(opened.length).toBeLessThan(100)
})

test('whoever goes away in the middle leaves no object open', async () => {
  const { archive, opened } = anArchive(3, (key) => {
    const body = new PassThrough()
    body.write(Buffer.alloc(10, key))
    return body
  })
  const part = archive.open({ offset: 0 })
  await begin(part)
  await expect.poll(() => opened.length).toBe(1)
  part.destroy()
  // The reader of the archive notices with the next bytes.
  opened[0]!.stream.push(Buffer.alloc(10))
  await expect.poll(() => opened[0]!.stream.destroyed).toBe(true)
})

test('an object whose bytes break off breaks the archive off, and nothing else', async () => {
  const { archive } = anArchive(3, () => {
    const body = new PassThrough()
    body.write(Buffer.alloc(10))
    setImmediate(() => body.destroy(new Error('cut')))
    return body
  })
  await expect(buffer(archive.open({ offset: 0 }))).rejects.toThrow('cut')
})

test('an object that is gone, or has another size by now, breaks the archive off', async () => {
  const { archive: gone } = anArchive(2, () => {
    throw new Error('gone')
  })
  await expect(buffer(gone.open({ offset: 0 }))).rejects.toThrow('gone')
  const { archive: shorter } = anArchive(2, () => Readable.from([Buffer.alloc(5)]))
  await expect(buffer(shorter.open({ offset: 0 }))).rejects.toThrow('unexpected number of bytes')
})
