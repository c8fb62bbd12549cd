import { execFileSync } from 'node:child_process'
import { link, mkdir, mkdtemp, readdir, readFile, realpath, rm, symlink, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { BlobInfo, BlobStore, ListOptions } from './blob-store.ts'
import { LocalBlobStore } from './local-folder.ts'
import { readBlob } from './read-blob.ts'

let home: string
let root: string
let store: BlobStore

beforeEach(async () => {
  home = await realpath(await mkdtemp(join(tmpdir(), 'muster-blobs-')))
  root = join(home, 'buckets')
  store = new LocalBlobStore(root)
  await mkdir(join(root, 'zoo'))
  await writeFile(join(home, 'secret.txt'), 'secret')
})
afterEach(() => rm(home, { recursive: true, force: true }))

async function put(path: string, content: string | Uint8Array = 'x') {
  const file = join(root, 'zoo', path)
  await mkdir(dirname(file), { recursive: true })
  await writeFile(file, content)
}

async function list(options?: ListOptions): Promise<BlobInfo[]> {
  const infos: BlobInfo[] = []
  for await (const page of store.listBlobs('zoo', options)) infos.push(...page)
  return infos
}

const keys = async (options?: ListOptions) => (await list(options)).map((info) => info.key)
const readText = async (key: string) => Buffer.from(await readBlob(store, 'zoo', key)).toString()

test('makes a bucket once, and none outside of its root', async () => {
  await store.createBucket('new-one')
  await store.writeBlob('new-one', 'a.txt', Buffer.from('a'))
  await store.createBucket('new-one')
  expect(await store.statBlob('new-one', 'a.txt')).toMatchObject({ size: 1 })
  for (const name of ['..', 'a/b', '', '.hidden']) {
    await expect(store.createBucket(name)).rejects.toMatchObject({ error_code: 'ModelArts.4313' })
  }
  expect((await readdir(home)).sort()).toEqual(['buckets', 'secret.txt'])
})

describe('buckets', () => {
  test('a bucket is a folder under the root, not a file and not a link', async () => {
    await writeFile(join(root, 'file'), '')
    await mkdir(join(home, 'outside'))
    await symlink(join(home, 'outside'), join(root, 'linked'))
    expect(await store.bucketExists('zoo')).toBe(true)
    for (const name of ['none', 'file', 'linked', '', '.', '..', 'zoo/..', '../buckets/zoo', 'zoo\0', 'a\\b', '/']) {
      expect(await store.bucketExists(name), name).toBe(false)
    }
  })

  test('every call on a missing bucket is refused with E4311', async () => {
    const missing = expect.objectContaining({ error_code: 'ModelArts.4311', message: 'There is no bucket "nope".' })
    await expect(store.listBlobs('nope')[Symbol.asyncIterator]().next()).rejects.toEqual(missing)
    await expect(store.statBlob('nope', 'k')).rejects.toEqual(missing)
    await expect(store.openBlob('nope', 'k')).rejects.toEqual(missing)
    await expect(store.openBlob('nope', '../k')).rejects.toEqual(missing)
    await expect(store.writeBlob('nope', 'k', Buffer.from('x'))).rejects.toEqual(missing)
    await expect(store.deleteBlob('nope', 'k')).rejects.toEqual(missing)
    expect(await readdir(root)).toEqual(['zoo'])
  })

  test('a folder is there when it is one, also when it is empty; a file or a link is none', async () => {
    await put('in/deep/file')
    await mkdir(join(root, 'zoo/empty'))
    await symlink(join(root, 'zoo/in'), join(root, 'zoo/linked'))
    for (const prefix of ['in/', 'in/deep/', 'empty/']) expect(await store.folderExists('zoo', prefix)).toBe(true)
    for (const prefix of ['none/', 'in/deep/file/', 'linked/', '../', '.git/']) {
      expect(await store.folderExists('zoo', prefix), prefix).toBe(false)
    }
    await expect(store.folderExists('nope', 'in/')).rejects.toMatchObject({ error_code: 'ModelArts.4311' })
  })

  test('the root may itself be reached through a link', async () => {
    await put('a.txt', 'hello')
    await symlink(root, join(home, 'link'))
    store = new LocalBlobStore(join(home, 'link'))
    expect(await readText('a.txt')).toBe('hello')
  })
})

describe('listing', () => {
  test('gives key, size in bytes and time in milliseconds', async () => {
    await put('in/猫.txt', 'größe')
    await utimes(join(root, 'zoo/in/猫.txt'), 1700000000.25, 1700000000.25)
    expect(await list()).toEqual([{ key: 'in/猫.txt', size: 7, mtime: 1700000000250 }])
  })

  test('comes in the order of the bytes of the keys, a folder where its keys belong', async () => {
    const names = ['a-b', 'a/1', 'a/b/c', 'a/b-', 'a0', 'B', 'a.txt', 'ä', '猫', '😀', 'ﾮ', 'z/y/x/w']
    for (const name of names) await put(name)
    expect(await keys()).toEqual(names.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))))
  })

  test('of a prefix holds what begins with it, be it a folder, part of a name, or nothing', async () => {
    for (const name of ['in/1', 'in/12', 'in/sub/2', 'in-2/3', 'in.txt', 'out/1']) await put(name)
    expect(await keys({ prefix: 'in/' })).toEqual(['in/1', 'in/12', 'in/sub/2'])
    expect(await keys({ prefix: 'in/1' })).toEqual(['in/1', 'in/12'])
    expect(await keys({ prefix: 'in' })).toEqual(['in-2/3', 'in.txt', 'in/1', 'in/12', 'in/sub/2'])
    expect(await keys({ prefix: 'in/s' })).toEqual(['in/sub/2'])
    for (const prefix of ['none/', 'in/1/', 'in//', '../', '../../', '/', './', 'in/../', 'in\0/']) {
      expect(await keys({ prefix }), prefix).toEqual([])
    }
  })

  test('comes in pages of the size asked for', async () => {
    for (let i = 0; i < 7; i++) await put(`${i % 2}/${i}`)
    const pages: number[] = []
    for await (const page of store.listBlobs('zoo', { pageSize: 3 })) pages.push(page.length)
    expect(pages).toEqual([3, 3, 1])
  })

  test('goes on behind any key, whether that is still there or not', async () => {
    const name = fc.constantFrom('a', 'b', 'a.', 'a0', 'é', '😀', 'ﾮ')
    const key = fc.array(name, { minLength: 1, maxLength: 3 }).map((parts) => parts.join('/'))
    await fc.assert(
      fc.asyncProperty(fc.array(key, { maxLength: 12 }), key, key, async (files, after, prefix) => {
        await rm(join(root, 'zoo'), { recursive: true })
        await mkdir(join(root, 'zoo'))
        for (const file of files) await put(file).catch(() => {})
        const order = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b))
        const all = await keys()
        expect(all).toEqual(all.toSorted(order))
        expect(await keys({ after, prefix })).toEqual(
          all.filter((file) => order(file, after) > 0 && file.startsWith(prefix)),
        )
      }),
      { numRuns: 60 },
    )
  })

  test('leaves out hidden files, temporary files, links, pipes and names no key can hold', async () => {
    await put('kept.jpg')
    await put('.hidden')
    await put('.git/config')
    await put('.0f.tmp')
    await put('back\\slash')
    await put('new\nline')
    await put('%2e%2e')
    await symlink(join(home, 'secret.txt'), join(root, 'zoo/link.txt'))
    await symlink(home, join(root, 'zoo/linked'))
    await symlink(join(root, 'zoo'), join(root, 'zoo/loop'))
    await symlink('nowhere', join(root, 'zoo/dangling'))
    execFileSync('mkfifo', [join(root, 'zoo/pipe')])
    await writeFile(Buffer.concat([Buffer.from(join(root, 'zoo/not-utf8-')), Buffer.from([0xff])]), 'x')
    expect(await keys()).toEqual(['kept.jpg'])
    expect(await keys({ prefix: 'linked/' })).toEqual([])
    expect(await keys({ prefix: 'linked/buckets/' })).toEqual([])
    expect(await keys({ prefix: '.git/' })).toEqual([])
  })

  test('passes over what vanishes meanwhile', async () => {
    for (let i = 0; i < 4; i++) await put(`${i}/file`)
    const seen: string[] = []
    for await (const page of store.listBlobs('zoo', { pageSize: 1 })) {
      seen.push(...page.map((info) => info.key))
      await rm(join(root, 'zoo/2'), { recursive: true, force: true })
    }
    expect(seen).toEqual(['0/file', '1/file', '3/file'])
  })
})

describe('reading', () => {
  test('a whole object, or a range of it', async () => {
    await put('a.txt', '0123456789')
    expect(await readText('a.txt')).toBe('0123456789')
    const range = async (offset: number, length?: number) =>
      Buffer.from(await readBlob(store, 'zoo', 'a.txt', { range: { offset, length } })).toString()
    expect(await range(3)).toBe('3456789')
    expect(await range(3, 4)).toBe('3456')
    expect(await range(8, 100)).toBe('89')
    expect(await range(0, 1)).toBe('0')
    expect(await range(3, 0)).toBe('')
    expect(await range(10)).toBe('')
    expect(await range(99, 5)).toBe('')
  })

  test('tells size and time of the whole object with the stream of a range', async () => {
    await put('a.txt', '0123456789')
    const { info, stream } = await store.openBlob('zoo', 'a.txt', { offset: 2, length: 2 })
    expect(await text(stream)).toBe('23')
    expect(info).toEqual(await store.statBlob('zoo', 'a.txt'))
    expect(info.size).toBe(10)
  })

  test('an empty object', async () => {
    await put('empty', '')
    expect(await readText('empty')).toBe('')
    expect(await store.statBlob('zoo', 'empty')).toMatchObject({ size: 0 })
  })

  test('into memory stops at the limit', async () => {
    await put('big', Buffer.alloc(300_000))
    expect(await readBlob(store, 'zoo', 'big', { maxBytes: 300_000 })).toHaveLength(300_000)
    await expect(readBlob(store, 'zoo', 'big', { maxBytes: 299_999 })).rejects.toMatchObject({
      error_code: 'ModelArts.4314',
      message: 'The object "obs://zoo/big" holds more than 299999 bytes.',
    })
  })

  test('what is not there, or no file, is refused with E4312', async () => {
    await mkdir(join(root, 'zoo/folder'))
    execFileSync('mkfifo', [join(root, 'zoo/pipe')])
    await put('file')
    for (const key of ['none', 'folder', 'folder/', 'folder/none', 'file/none', 'pipe', '', 'x'.repeat(300)]) {
      await expect(store.openBlob('zoo', key), key).rejects.toMatchObject({ error_code: 'ModelArts.4312' })
      expect(await store.statBlob('zoo', key), key).toBeUndefined()
    }
  })
})

describe('writing', () => {
  test('on a failing system is E4314; the cause is in the log, on one line, and not in the answer', async () => {
    const log = vi.spyOn(console, 'error').mockImplementation(() => {})
    const message = 'ENOSPC: no space left on device,\nwrite'
    async function* tooMuch() {
      yield Buffer.from('some')
      throw Object.assign(new Error(message), { code: 'ENOSPC', syscall: 'write' })
    }
    const error = await store.writeBlob('zoo', 'large', tooMuch()).catch((error) => error)
    expect(error).toMatchObject({ error_code: 'ModelArts.4314', cause: { code: 'ENOSPC' } })
    expect(error.message).not.toContain('ENOSPC')
    expect(log.mock.calls).toEqual([['The storage failed: ENOSPC: no space left on device, write']])
    log.mockRestore()
    expect(await store.statBlob('zoo', 'large')).toBeUndefined()
  })

  test('makes the folders on the way and answers with what stat will say', async () => {
    const info = await store.writeBlob('zoo', 'a/b/c.txt', Buffer.from('hello'))
    expect(info).toEqual(await store.statBlob('zoo', 'a/b/c.txt'))
    expect(await readText('a/b/c.txt')).toBe('hello')
  })

  test('takes a stream', async () => {
    const data = Readable.from([Buffer.from('one '), Buffer.from('two')])
    expect(await store.writeBlob('zoo', 's.txt', data)).toMatchObject({ size: 7 })
    expect(await readText('s.txt')).toBe('one two')
  })

  test('replaces as a whole: until the last byte is written readers see the old object', async () => {
    await put('a.txt', 'old')
    async function* slowly() {
      yield Buffer.from('new ')
      expect(await readText('a.txt')).toBe('old')
      expect(await keys()).toEqual(['a.txt'])
      yield Buffer.from('text')
    }
    const open = await store.openBlob('zoo', 'a.txt')
    await store.writeBlob('zoo', 'a.txt', slowly())
    expect(await readText('a.txt')).toBe('new text')
    expect(await text(open.stream)).toBe('old')
  })

  test('a stream that breaks leaves the old object and no temporary file', async () => {
    await put('a.txt', 'old')
    async function* broken() {
      yield Buffer.from('half')
      throw new Error('the line dropped')
    }
    await expect(store.writeBlob('zoo', 'a.txt', broken())).rejects.toThrow('the line dropped')
    await expect(store.writeBlob('zoo', 'b.txt', broken())).rejects.toThrow('the line dropped')
    expect(await readdir(join(root, 'zoo'))).toEqual(['a.txt'])
    expect(await readText('a.txt')).toBe('old')
  })

  test('with ifAbsent never replaces, and of twenty at once one wins', async () => {
    const writes = Array.from({ length: 20 }, (_, i) =>
      store.writeBlob('zoo', 'in/a.txt', Buffer.from(`${i}`), { ifAbsent: true }),
    )
    const winners = (await Promise.all(writes)).flatMap((info, i) => (info === undefined ? [] : [`${i}`]))
    expect(winners).toEqual([await readText('in/a.txt')])
    expect(await readdir(join(root, 'zoo/in'))).toEqual(['a.txt'])
  })

  test.each([
    'folder',
    'folder/',
    'file/below',
    '.hidden',
    'a/.b/c',
    '',
    '/',
    'a//b',
    '../x',
    'a/../x',
    'x'.repeat(256),
  ])('the key %j is refused with E4313 and changes nothing', async (key) => {
    await put('folder/inner')
    await put('file', 'kept')
    await expect(store.writeBlob('zoo', key, Buffer.from('x'))).rejects.toMatchObject({
      error_code: 'ModelArts.4313',
    })
    expect(await keys()).toEqual(['file', 'folder/inner'])
    expect((await readdir(join(root, 'zoo'))).toSorted()).toEqual(['file', 'folder'])
    expect(await readText('file')).toBe('kept')
  })
})

describe('deleting', () => {
  test('removes a file and says whether there was one', async () => {
    await put('a/b.txt')
    expect(await store.deleteBlob('zoo', 'a/b.txt')).toBe(true)
    expect(await store.deleteBlob('zoo', 'a/b.txt')).toBe(false)
    expect(await keys()).toEqual([])
  })

  test('leaves folders, links and hidden files alone', async () => {
    await put('folder/x')
    await put('.hidden')
    await symlink(join(home, 'secret.txt'), join(root, 'zoo/link'))
    for (const key of ['folder', 'folder/', 'link', '.hidden']) {
      expect(await store.deleteBlob('zoo', key), key).toBe(false)
    }
    expect((await readdir(join(root, 'zoo'))).toSorted()).toEqual(['.hidden', 'folder', 'link'])
  })
})

describe('nothing outside the bucket is reached', () => {
  const tricks = [
    '../../secret.txt',
    '../secret.txt',
    'in/../../../secret.txt',
    '..',
    '.',
    './../../secret.txt',
    '/../../secret.txt',
    '..\\..\\secret.txt',
    '%2e%2e/%2e%2e/secret.txt',
    '..%2f..%2fsecret.txt',
    '..%5csecret.txt',
    '%252e%252e/secret.txt',
    'in/\0/../secret.txt',
    'secret.txt\0.jpg',
    '....//....//secret.txt',
    '..;/secret.txt',
    '\u2024\u2024/\u2024\u2024/secret.txt',
    '．．/．．/secret.txt',
    '~/secret.txt',
    'file:///secret.txt',
    'link/secret.txt',
    'in/link/secret.txt',
    'link.txt',
    'link/outside/secret.txt',
    'in/link/outside/secret.txt',
    'inner-link/secret-copy.txt',
    'inner-link/deep/secret-copy.txt',
    'other/secret.txt',
  ]

  test.each(tricks)('%j', async (key) => {
    await mkdir(join(root, 'zoo/in'))
    await mkdir(join(root, 'other-bucket'))
    await writeFile(join(root, 'other-bucket/secret.txt'), 'secret')
    await symlink(home, join(root, 'zoo/link'))
    await symlink(home, join(root, 'zoo/in/link'))
    await symlink('../other-bucket', join(root, 'zoo/other'))
    await symlink(join(home, 'secret.txt'), join(root, 'zoo/link.txt'))
    await put('real/secret-copy.txt', 'secret')
    await put('real/deep/secret-copy.txt', 'secret')
    await mkdir(join(home, 'outside'))
    await writeFile(join(home, 'outside/secret.txt'), 'secret')
    await symlink('real', join(root, 'zoo/inner-link'))

    await expect(store.openBlob('zoo', key)).rejects.toMatchObject({ error_code: 'ModelArts.4312' })
    expect(await store.statBlob('zoo', key)).toBeUndefined()
    expect(await store.deleteBlob('zoo', key)).toBe(false)
    await store.writeBlob('zoo', key, Buffer.from('overwritten')).catch((error) => {
      expect(error).toMatchObject({ error_code: 'ModelArts.4313' })
    })
    expect(await readFile(join(home, 'secret.txt'), 'utf8')).toBe('secret')
    expect(await readFile(join(root, 'other-bucket/secret.txt'), 'utf8')).toBe('secret')
    expect(await readFile(join(home, 'outside/secret.txt'), 'utf8')).toBe('secret')
    expect(await readFile(join(root, 'zoo/real/secret-copy.txt'), 'utf8')).toBe('secret')
    expect(await readFile(join(root, 'zoo/real/deep/secret-copy.txt'), 'utf8')).toBe('secret')
    expect(await readdir(join(home, 'outside'))).toEqual(['secret.txt'])
    expect((await readdir(home)).toSorted()).toEqual(['buckets', 'outside', 'secret.txt'])
    expect((await readdir(root)).toSorted()).toEqual(['other-bucket', 'zoo'])
  })

  test('a write replaces a link by a file instead of following it', async () => {
    await symlink(join(home, 'secret.txt'), join(root, 'zoo/link.txt'))
    await store.writeBlob('zoo', 'link.txt', Buffer.from('mine'))
    expect(await readText('link.txt')).toBe('mine')
    expect(await readFile(join(home, 'secret.txt'), 'utf8')).toBe('secret')
  })

  test('a write to a second name of a file does not reach the first', async () => {
    await link(join(home, 'secret.txt'), join(root, 'zoo/hard.txt'))
    await store.writeBlob('zoo', 'hard.txt', Buffer.from('mine'))
    expect(await readFile(join(home, 'secret.txt'), 'utf8')).toBe('secret')
  })
})
