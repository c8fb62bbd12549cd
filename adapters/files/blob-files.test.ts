import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { LocalBlobStore } from '#adapters/blobs/local-folder.ts'
import { ImageWorkers } from '#adapters/images/image-workers.ts'
import { BlobFiles } from './blob-files.ts'

let home: string
let files: BlobFiles
const images = new ImageWorkers()

async function put(path: string, bytes: Uint8Array): Promise<void> {
  await new LocalBlobStore(home).writeBlob('zoo', `in/${path}`, bytes)
}

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'muster-files-'))
  const blobs = new LocalBlobStore(home)
  await blobs.createBucket('zoo')
  files = new BlobFiles({ blobs, images }, { bucket: 'zoo', prefix: 'in/' })
})
afterAll(async () => {
  images.close()
  await rm(home, { recursive: true, force: true })
})

test('a file in UTF-16 ends with its first line, also when it is read on behind that', async () => {
  await put('x.txt', Buffer.from('\ufeffone\ntwo\nthree\n', 'utf16le'))
  const [only, ...others] = await Array.fromAsync(files.lines('x.txt'))
  expect(only).toMatchObject({ line: 1, problem: expect.stringContaining('UTF-16') })
  expect(others).toEqual([])
  const from = { line: 1, offset: only!.end }
  expect(await Array.fromAsync(files.lines('x.txt', { from }))).toEqual([])
})

test('a file in UTF-16 is told as such also where its first line is too long', async () => {
  await put('z.txt', Buffer.from(`\ufeff${'long'.repeat(40_000)}\ntwo\n`, 'utf16le'))
  expect(await Array.fromAsync(files.lines('z.txt'))).toMatchObject([
    { line: 1, problem: expect.stringContaining('UTF-16') },
  ])
})

test('a file that is packed is told as such, and only once', async () => {
  await put('packed.manifest', gzipSync('{"source":"1.png"}\n'.repeat(10_000)))
  await expect(Array.fromAsync(files.lines('packed.manifest'))).rejects.toMatchObject({
    path: 'packed.manifest',
    reason: expect.stringContaining('gzip'),
  })
})

test('any other file is read on behind a line', async () => {
  await put('y.txt', Buffer.from('eins\nzwei\ndrei'))
  const [, second] = await Array.fromAsync(files.lines('y.txt'))
  const from = { line: 2, offset: second!.end }
  expect(await Array.fromAsync(files.lines('y.txt', { from }))).toEqual([{ line: 3, end: 14, text: 'drei' }])
})

test('an XML document is read in the encoding that it names itself', async () => {
  const document = (name: string) => `<?xml version="1.0" encoding="${name}"?><a><b>grün</b></a>`
  const children = [{ name: 'b', text: 'grün' }]
  for (const [name, bytes] of [
    ['ISO-8859-1', 'latin1'],
    ['windows-1252', 'latin1'],
    ['UTF-8', 'utf8'],
    // Some libraries name it whatever they write.
    ['utf-16', 'utf8'],
    ['unheard-of', 'utf8'],
  ] as const) {
    await put('x.xml', Buffer.from(document(name), bytes))
    expect(await files.xml('x.xml'), name).toMatchObject({ children })
    expect((await Array.fromAsync(files.elements('x.xml'))).slice(1), name).toMatchObject(children)
  }
  await put('x.xml', Buffer.from(document('UTF-8'), 'latin1'))
  await expect(files.xml('x.xml')).rejects.toThrow('is not valid UTF-8')
})
