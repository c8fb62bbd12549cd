import { execFileSync } from 'node:child_process'
import { link, mkdir, mkdtemp, readdir, readFile, realpath, rm, symlink, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { testBlobStore } from '#tests/blobs/store-contract.ts'
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

describe('what every store does', () => {
  testBlobStore(async () => ({ store, bucket: 'zoo', put, dispose: async () => {} }))
})

test('makes no bucket outside of its root', async () => {
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

  test('a folder is there when it is one, also when it is empty; a file or a link is none', async () => {
    await put('in/deep/file')
    await mkdir(join(root, 'zoo/empty'))
    await symlink(join(root, 'zoo/in'), join(root, 'zoo/linked'))
    for (const prefix of ['in/', 'in/deep/', 'empty/']) expect(await store.folderExists('zoo', prefix)).toBe(true)
    for (const prefix of ['none/', 'in/deep/file/', 'linked/', '../', '.git/']) {
      expect(await store.folderExists('zoo', prefix), prefix).toBe(false)
    }
  })

  test('the root may itself be reached through a link', async () => {
    await put('a.txt', 'hello')
    await symlink(root, join(home, 'link'))
    store = new LocalBlobStore(join(home, 'link'))
    expect(await readText('a.txt')).toBe('hello')
  })
})

describe('listing', () => {
  test('gives the time in milliseconds', async () => {
    await put('in/猫.txt', 'größe')
    await utimes(join(root, 'zoo/in/猫.txt'), 1700000000.25, 1700000000.25)
    expect(await list()).toEqual([{ key: 'in/猫.txt', size: 7, mtime: 1700000000250 }])
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
})

describe('reading', () => {
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
  test('leaves to readers the file they have opened', async () => {
    await put('a.txt', 'old')
    const open = await store.openBlob('zoo', 'a.txt')
    await store.writeBlob('zoo', 'a.txt', Buffer.from('new'))
    expect(await text(open.stream)).toBe('old')
  })

  test('from a stream that breaks leaves no temporary file', async () => {
    await put('a.txt', 'old')
    async function* broken() {
      yield Buffer.from('half')
      throw new Error('the line dropped')
    }
    await expect(store.writeBlob('zoo', 'a.txt', broken())).rejects.toThrow('the line dropped')
    await expect(store.writeBlob('zoo', 'b.txt', broken())).rejects.toThrow('the line dropped')
    expect(await readdir(join(root, 'zoo'), { recursive: true })).toEqual(['.arriving', 'a.txt'])
  })

  test('that was cut off with its process leaves a part, which is dropped when nothing more comes', async () => {
    const minute = 60_000
    const parts = join(root, 'zoo', '.arriving')
    await put('kept.txt')
    await put('.arriving/old.tmp')
    await utimes(join(parts, 'old.tmp'), new Date(Date.now() - minute), new Date(Date.now() - minute))
    const more = Promise.withResolvers<void>()
    async function* slow() {
      yield Buffer.from('one ')
      await more.promise
      yield Buffer.from('two')
    }
    const written = store.writeBlob('zoo', 'slow.txt', slow())
    await expect.poll(() => readdir(parts)).toHaveLength(2)
    await store.dropUnfinished(Date.now() - minute / 2)
    more.resolve()
    await written
    expect(await readdir(parts)).toEqual([])
    expect([await readText('slow.txt'), await keys()]).toEqual(['one two', ['kept.txt', 'slow.txt']])
  })

  test('arrives beside its place where somebody has put a link in the way', async () => {
    await mkdir(join(home, 'outside'))
    await symlink(join(home, 'outside'), join(root, 'zoo', '.arriving'))
    async function* late() {
      yield Buffer.from('x')
      expect(await readdir(join(home, 'outside'))).toEqual([])
    }
    await store.writeBlob('zoo', 'a.txt', late())
    await store.dropUnfinished(Date.now() + 1)
    expect((await readdir(join(root, 'zoo'))).toSorted()).toEqual(['.arriving', 'a.txt'])
  })

  test('with ifAbsent lets one of twenty at once win', async () => {
    const writes = Array.from({ length: 20 }, (_, i) =>
      store.writeBlob('zoo', 'in/a.txt', Buffer.from(`${i}`), { ifAbsent: true }),
    )
    const winners = (await Promise.all(writes)).flatMap((info, i) => (info === undefined ? [] : [`${i}`]))
    expect(winners).toEqual([await readText('in/a.txt')])
    expect(await readdir(join(root, 'zoo/in'))).toEqual(['a.txt'])
  })

  test.each(['folder', 'folder/', 'file/below', '.hidden', 'a/.b/c', '../x'])(
    'the key %j is refused with E4313 and changes nothing',
    async (key) => {
      await put('folder/inner')
      await put('file', 'kept')
      await expect(store.writeBlob('zoo', key, Buffer.from('x'))).rejects.toMatchObject({
        error_code: 'ModelArts.4313',
      })
      expect(await keys()).toEqual(['file', 'folder/inner'])
      const left = await readdir(join(root, 'zoo'), { recursive: true })
      expect(left.filter((path) => path !== '.arriving').toSorted()).toEqual(['file', 'folder', 'folder/inner'])
      expect(await readText('file')).toBe('kept')
    },
  )
})

describe('deleting', () => {
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
