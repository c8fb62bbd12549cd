import { randomUUID } from 'node:crypto'
import { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { BlobInfo, BlobStore, ListOptions } from '#adapters/blobs/blob-store.ts'
import { readBlob } from '#adapters/blobs/read-blob.ts'
import { compareKeys } from '#core/codecs/object-path.ts'

/** A store with one empty bucket, and a way round it by which others put objects there, also ones that cannot be ours. */
export type BlobStage = {
  store: BlobStore
  bucket: string
  put(key: string, content?: string | Uint8Array): Promise<void>
  dispose(): Promise<void>
}

const refused = (error_code: string) => expect.objectContaining({ error_code: `ModelArts.${error_code}` })

/** What every store of files does alike (adapters/blobs/blob-store.ts). */
export function testBlobStore(open: () => Promise<BlobStage>): void {
  let stage: BlobStage
  let store: BlobStore
  let bucket: string
  beforeEach(async () => {
    stage = await open()
    ;({ store, bucket } = stage)
  })
  afterEach(() => stage.dispose())

  async function list(options?: ListOptions): Promise<BlobInfo[]> {
    const infos: BlobInfo[] = []
    for await (const page of store.listBlobs(bucket, options)) infos.push(...page)
    return infos
  }
  const keys = async (options?: ListOptions) => (await list(options)).map((info) => info.key)
  const readText = async (key: string) => Buffer.from(await readBlob(store, bucket, key)).toString()

  describe('buckets', () => {
    test('are made once', async () => {
      const name = `new-${randomUUID()}`
      await store.createBucket(name)
      await store.writeBlob(name, 'a.txt', Buffer.from('a'))
      await store.createBucket(name)
      expect(await store.statBlob(name, 'a.txt')).toMatchObject({ size: 1 })
      expect((await store.listBuckets(10_000)).folders).toContain(name)
    })

    test.each(['..', 'a/b', '', '.hidden'])('%j cannot be the name of one', async (name) => {
      await expect(store.createBucket(name)).rejects.toEqual(refused('4313'))
    })

    test('are listed in order, up to a limit', async () => {
      await store.createBucket(`${bucket}-2`)
      await store.createBucket(`${bucket}-1`)
      const { folders, more } = await store.listBuckets(10_000)
      expect(folders.filter((name) => name.startsWith(bucket))).toEqual([bucket, `${bucket}-1`, `${bucket}-2`])
      expect(folders).toEqual(folders.toSorted(compareKeys))
      expect(more).toBe(false)
      expect(await store.listBuckets(1)).toEqual({ folders: [folders[0]], files: [], more: true })
    })

    test('are there or not, whatever the name', async () => {
      expect(await store.bucketExists(bucket)).toBe(true)
      const names = ['none', '', '.', '..', `${bucket}/..`, `../buckets/${bucket}`, `${bucket}\0`, 'a\\b', '/', 'None_']
      for (const name of names) expect(await store.bucketExists(name), name).toBe(false)
    })

    // The second is too short a name for most stores.
    test.each(['nope', 'no'])('that are missing are refused with E4311 by every call: %s', async (name) => {
      const missing = expect.objectContaining({
        error_code: 'ModelArts.4311',
        message: `There is no bucket "${name}".`,
      })
      await expect(store.listBlobs(name)[Symbol.asyncIterator]().next()).rejects.toEqual(missing)
      await expect(store.listFolder(name, '', 10)).rejects.toEqual(missing)
      await expect(store.folderExists(name, 'in/')).rejects.toEqual(missing)
      for (const key of ['k', '../k']) {
        await expect(store.statBlob(name, key)).rejects.toEqual(missing)
        await expect(store.openBlob(name, key)).rejects.toEqual(missing)
        await expect(store.writeBlob(name, key, Buffer.from('x'))).rejects.toEqual(missing)
        await expect(store.deleteBlob(name, key)).rejects.toEqual(missing)
      }
      expect(await store.bucketExists(name)).toBe(false)
    })
  })

  describe('folders', () => {
    test('are there when something lies in them', async () => {
      await stage.put('in/deep/file')
      for (const prefix of ['in/', 'in/deep/', '']) expect(await store.folderExists(bucket, prefix), prefix).toBe(true)
      for (const prefix of ['none/', 'in/deep/file/', '../', '.git/']) {
        expect(await store.folderExists(bucket, prefix), prefix).toBe(false)
      }
    })

    test('show the names directly in them, in order, without those that cannot be ours', async () => {
      for (const key of [
        'in/b.txt',
        'in/a/1',
        'in/a/2',
        'in/a-',
        'in/ä/1',
        'in/.git/1',
        'in/.x',
        'in/back\\slash',
        'up',
      ]) {
        await stage.put(key, '12')
      }
      expect(await store.listFolder(bucket, 'in/', 10)).toEqual({
        folders: ['a', 'ä'],
        files: [
          { name: 'a-', size: 2 },
          { name: 'b.txt', size: 2 },
        ],
        more: false,
      })
      expect(await store.listFolder(bucket, '', 10)).toMatchObject({ folders: ['in'], files: [{ name: 'up' }] })
      for (const prefix of ['none/', '../', '.git/', 'in//']) {
        await expect(store.listFolder(bucket, prefix, 10), prefix).rejects.toEqual(refused('4312'))
      }
    })

    test('show no more than the limit, and say so', async () => {
      for (const key of ['1/x', '2/x', '3/x', 'a', 'b', 'c']) await stage.put(key)
      expect(await store.listFolder(bucket, '', 3)).toMatchObject({ more: false })
      expect(await store.listFolder(bucket, '', 2)).toEqual({
        folders: ['1', '2'],
        files: [
          { name: 'a', size: 1 },
          { name: 'b', size: 1 },
        ],
        more: true,
      })
    })

    test('an empty bucket is an empty folder', async () => {
      expect(await store.listFolder(bucket, '', 10)).toEqual({ folders: [], files: [], more: false })
      expect(await keys()).toEqual([])
    })
  })

  describe('listing', () => {
    test('gives key, size in bytes and the time that is told of the object alone', async () => {
      await stage.put('in/猫 +%.txt', 'größe')
      const [info, ...others] = await list()
      expect(others).toEqual([])
      expect(info).toEqual(await store.statBlob(bucket, 'in/猫 +%.txt'))
      expect(info).toMatchObject({ key: 'in/猫 +%.txt', size: 7 })
      expect(Math.abs(info!.mtime - Date.now())).toBeLessThan(60_000)
    })

    test('comes in the order of the bytes of the keys, a folder where its keys belong', async () => {
      const names = ['a-b', 'a/1', 'a/b/c', 'a/b-', 'a0', 'B', 'a.txt', 'ä', '猫', '😀', 'ﾮ', 'z/y/x/w']
      for (const name of names) await stage.put(name)
      const ordered = names.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
      expect(await keys()).toEqual(ordered)
      expect(await keys({ pageSize: 2 })).toEqual(ordered)
    })

    test('of a prefix holds what begins with it, be it a folder, part of a name, or nothing', async () => {
      for (const name of ['in/1', 'in/12', 'in/sub/2', 'in-2/3', 'in.txt', 'out/1']) await stage.put(name)
      expect(await keys({ prefix: 'in/' })).toEqual(['in/1', 'in/12', 'in/sub/2'])
      expect(await keys({ prefix: 'in/1' })).toEqual(['in/1', 'in/12'])
      expect(await keys({ prefix: 'in' })).toEqual(['in-2/3', 'in.txt', 'in/1', 'in/12', 'in/sub/2'])
      expect(await keys({ prefix: 'in/s' })).toEqual(['in/sub/2'])
      for (const prefix of ['none/', 'in/1/', 'in//', '../', '../../', '/', './', 'in/../', 'in\0/']) {
        expect(await keys({ prefix }), prefix).toEqual([])
      }
    })

    test('comes in pages of the size asked for', async () => {
      for (let i = 0; i < 7; i++) await stage.put(`${i % 2}/${i}`)
      const pages: number[] = []
      for await (const page of store.listBlobs(bucket, { pageSize: 3 })) pages.push(page.length)
      expect(pages).toEqual([3, 3, 1])
    })

    test('goes on behind any key, whether that is still there or not', async () => {
      const name = fc.constantFrom('a', 'b', 'a.', 'a0', 'é', '😀', 'ﾮ')
      const key = fc.array(name, { minLength: 1, maxLength: 3 }).map((parts) => parts.join('/'))
      let run = 0
      await fc.assert(
        fc.asyncProperty(fc.array(key, { maxLength: 12 }), key, key, async (files, after, prefix) => {
          const room = `${run++}/`
          // A folder on a disk cannot be a file as well.
          for (const file of files) await stage.put(room + file).catch(() => {})
          const all = await keys({ prefix: room })
          expect(all).toEqual(all.toSorted(compareKeys))
          expect(all).toEqual(await keys({ prefix: room, pageSize: 2 }))
          expect(await keys({ after: room + after, prefix: room + prefix })).toEqual(
            all.filter((file) => compareKeys(file, room + after) > 0 && file.startsWith(room + prefix)),
          )
        }),
        { numRuns: 40 },
      )
    })

    test('leaves out hidden files, temporary files and names no key can hold', async () => {
      for (const key of ['kept.jpg', '.hidden', '.git/config', 'in/.0f.tmp', 'back\\slash', 'new\nline', '%2e%2e']) {
        await stage.put(key)
      }
      expect(await keys()).toEqual(['kept.jpg'])
      expect(await keys({ prefix: '.git/' })).toEqual([])
      expect(await keys({ pageSize: 1 })).toEqual(['kept.jpg'])
    })

    test('tells of the names that no key can hold, but not of hidden ones', async () => {
      for (const key of ['kept.jpg', '.hidden', '.git/back\\slash', 'in/back\\slash', 'in/a%2Fb']) await stage.put(key)
      const told: string[] = []
      expect(await keys({ prefix: 'in/', onUnusable: (...fault) => told.push(fault.join(' ')) })).toEqual([])
      expect(told.toSorted()).toEqual(['in/a%2Fb must not hold "%2F"', 'in/back\\slash must not hold "\\\\"'])
    })

    test('passes over what vanishes meanwhile', async () => {
      for (let i = 0; i < 4; i++) await stage.put(`${i}/file`)
      const seen: string[] = []
      for await (const page of store.listBlobs(bucket, { pageSize: 1 })) {
        seen.push(...page.map((info) => info.key))
        await store.deleteBlob(bucket, '2/file')
      }
      expect(seen).toEqual(['0/file', '1/file', '3/file'])
    })
  })

  describe('reading', () => {
    test('a whole object, or a range of it', async () => {
      await stage.put('a.txt', '0123456789')
      expect(await readText('a.txt')).toBe('0123456789')
      const range = async (offset: number, length?: number) =>
        Buffer.from(await readBlob(store, bucket, 'a.txt', { range: { offset, length } })).toString()
      expect(await range(3)).toBe('3456789')
      expect(await range(3, 4)).toBe('3456')
      expect(await range(8, 100)).toBe('89')
      expect(await range(0, 2)).toBe('01')
      expect(await range(9, 1)).toBe('9')
      expect(await range(3, 0)).toBe('')
      expect(await range(10)).toBe('')
      expect(await range(99, 5)).toBe('')
    })

    test('tells size and time of the whole object with the stream of a range', async () => {
      await stage.put('a.txt', '0123456789')
      const { info, stream } = await store.openBlob(bucket, 'a.txt', { offset: 2, length: 2 })
      expect(await text(stream)).toBe('23')
      expect(info).toEqual(await store.statBlob(bucket, 'a.txt'))
      expect(info.size).toBe(10)
    })

    test('an empty object, also when a part of it is asked for', async () => {
      await stage.put('empty', '')
      expect(await readText('empty')).toBe('')
      expect(await store.statBlob(bucket, 'empty')).toMatchObject({ size: 0 })
      expect(await readBlob(store, bucket, 'empty', { range: { offset: 0, length: 100 } })).toHaveLength(0)
      expect(await readBlob(store, bucket, 'empty', { range: { offset: 5 } })).toHaveLength(0)
    })

    test('into memory stops at the limit', async () => {
      await stage.put('big', Buffer.alloc(300_000))
      expect(await readBlob(store, bucket, 'big', { maxBytes: 300_000 })).toHaveLength(300_000)
      await expect(readBlob(store, bucket, 'big', { maxBytes: 299_999 })).rejects.toMatchObject({
        error_code: 'ModelArts.4314',
        message: `The object "obs://${bucket}/big" holds more than 299999 bytes.`,
      })
    })

    test('may end before the end', async () => {
      await stage.put('big', Buffer.alloc(3_000_000))
      const { stream } = await store.openBlob(bucket, 'big')
      for await (const _ of stream) break
      expect(stream.destroyed).toBe(true)
    })

    test('what is not there is refused with E4312', async () => {
      await stage.put('folder/inner')
      await stage.put('file')
      const names = [
        'none',
        'folder',
        'folder/',
        'folder/none',
        'file/none',
        '',
        'x'.repeat(300),
        '.git/x',
        'a/../file',
      ]
      for (const key of names) {
        await expect(store.openBlob(bucket, key), key).rejects.toEqual(refused('4312'))
        await expect(store.openBlob(bucket, key, { offset: 3 }), key).rejects.toEqual(refused('4312'))
        expect(await store.statBlob(bucket, key), key).toBeUndefined()
      }
    })
  })

  describe('writing', () => {
    test('from a failing system is E4314; the cause is in the log, on one line, and not in the answer', async () => {
      const log = vi.spyOn(console, 'error').mockImplementation(() => {})
      const message = 'ENOSPC: no space left on device,\nwrite'
      async function* tooMuch() {
        yield Buffer.from('some')
        throw Object.assign(new Error(message), { code: 'ENOSPC', syscall: 'write' })
      }
      const error = await store.writeBlob(bucket, 'large', tooMuch()).catch((error) => error)
      expect(error).toMatchObject({ error_code: 'ModelArts.4314', cause: { code: 'ENOSPC' } })
      expect(error.message).not.toContain('ENOSPC')
      expect(log.mock.calls).toEqual([['The storage failed: ENOSPC: no space left on device, write']])
      log.mockRestore()
      expect(await store.statBlob(bucket, 'large')).toBeUndefined()
    })

    test('makes the folders on the way and answers with what stat will say', async () => {
      const info = await store.writeBlob(bucket, 'a/b/c ä+.txt', Buffer.from('hello'))
      expect(info).toEqual(await store.statBlob(bucket, 'a/b/c ä+.txt'))
      expect(await readText('a/b/c ä+.txt')).toBe('hello')
    })

    test.each(['a b +c', 'a%20b%2B%', 'ä/猫 😀.txt', 'q?x=1&y#z', `"quote'<>&`, '~!*()=;,:@$', '[{^`|}]'])(
      'the key %s is taken, found, read and deleted as it is',
      async (key) => {
        for (const written of [Buffer.from(key), Readable.from([Buffer.alloc(9 * 2 ** 20), Buffer.from('end')])]) {
          const info = await store.writeBlob(bucket, key, written)
          expect(info).toMatchObject({ key })
          expect(await list({ prefix: key })).toEqual([info])
          expect(await readBlob(store, bucket, key)).toHaveLength(info!.size)
        }
        expect(await keys({ after: key })).toEqual([])
        expect(await store.deleteBlob(bucket, key)).toBe(true)
        expect(await keys()).toEqual([])
      },
    )

    test('takes a stream, and nothing', async () => {
      const data = Readable.from([Buffer.from('one '), Buffer.from('two')])
      expect(await store.writeBlob(bucket, 's.txt', data)).toMatchObject({ size: 7 })
      expect(await readText('s.txt')).toBe('one two')
      expect(await store.writeBlob(bucket, 'empty', Readable.from([]))).toMatchObject({ size: 0 })
      expect(await store.writeBlob(bucket, 'empty', new Uint8Array())).toMatchObject({ size: 0 })
    })

    test('takes a stream of many megabytes', async () => {
      const bytes = Buffer.alloc(20 * 2 ** 20 + 7, 'muster')
      async function* inPieces() {
        for (let at = 0; at < bytes.length; at += 300_000) yield bytes.subarray(at, at + 300_000)
      }
      expect(await store.writeBlob(bucket, 'big', inPieces())).toMatchObject({ size: bytes.length })
      expect(bytes.equals(await readBlob(store, bucket, 'big'))).toBe(true)
      expect(await store.writeBlob(bucket, 'bigger', bytes)).toMatchObject({ size: bytes.length })
    })

    test('replaces as a whole: until the last byte is written readers see the old object', async () => {
      await stage.put('a.txt', 'old')
      async function* slowly() {
        yield Buffer.from('new ')
        expect(await readText('a.txt')).toBe('old')
        expect(await keys()).toEqual(['a.txt'])
        yield Buffer.from('text')
      }
      await store.writeBlob(bucket, 'a.txt', slowly())
      expect(await readText('a.txt')).toBe('new text')
    })

    test.each([0, 12])('a stream that breaks after some bytes and %d MiB leaves what was there', async (megabytes) => {
      await stage.put('a.txt', 'old')
      async function* broken() {
        yield Buffer.from('half')
        yield Buffer.alloc(megabytes * 2 ** 20)
        throw new Error('the line dropped')
      }
      await expect(store.writeBlob(bucket, 'a.txt', broken())).rejects.toThrow('the line dropped')
      await expect(store.writeBlob(bucket, 'b.txt', broken())).rejects.toThrow('the line dropped')
      expect(await keys()).toEqual(['a.txt'])
      expect(await readText('a.txt')).toBe('old')
    })

    test('with ifAbsent never replaces', async () => {
      const write = (text: string) => store.writeBlob(bucket, 'in/a.txt', Buffer.from(text), { ifAbsent: true })
      expect(await write('first')).toMatchObject({ key: 'in/a.txt', size: 5 })
      expect(await write('second')).toBeUndefined()
      expect(await readText('in/a.txt')).toBe('first')
    })

    test.each(['folder/', '.hidden', 'a/.b/c', '', '/', 'a//b', '../x', 'a/../x', 'x'.repeat(256)])(
      'the key %j is refused with E4313 and changes nothing',
      async (key) => {
        await stage.put('folder/inner')
        await expect(store.writeBlob(bucket, key, Buffer.from('x'))).rejects.toEqual(refused('4313'))
        expect(await keys()).toEqual(['folder/inner'])
      },
    )
  })

  describe('deleting', () => {
    test('removes a file and says whether there was one', async () => {
      await stage.put('a/b.txt')
      expect(await store.deleteBlob(bucket, 'a/b.txt')).toBe(true)
      expect(await store.deleteBlob(bucket, 'a/b.txt')).toBe(false)
      expect(await keys()).toEqual([])
    })

    test('leaves folders and what cannot be ours alone', async () => {
      await stage.put('folder/x')
      await stage.put('.hidden')
      for (const key of ['folder', 'folder/', '.hidden', '../x', '']) {
        expect(await store.deleteBlob(bucket, key), key).toBe(false)
      }
      expect(await keys()).toEqual(['folder/x'])
    })
  })
}
