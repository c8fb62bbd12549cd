import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { freshFolder } from '#tests/folders.ts'
import { openKeys } from './keys.ts'

let room: Awaited<ReturnType<typeof freshFolder>>
beforeEach(async () => {
  room = await freshFolder()
})
afterEach(() => room.dispose())

test('of several starts at once one makes the key, and all have it', async () => {
  const opened = await Promise.all(Array.from({ length: 20 }, () => openKeys(room.folder)))
  expect(new Set(opened.map(({ fingerprint }) => fingerprint)).size).toBe(1)
  expect(await readdir(room.folder)).toEqual(['secret.key'])
  expect((await stat(join(room.folder, 'secret.key'))).mode & 0o777).toBe(0o600)
})

test('a later start has the same key, another folder has another one', async () => {
  const first = await openKeys(room.folder)
  const signature = first.sign('source', 'text')
  expect((await openKeys(room.folder)).verify('source', 'text', signature)).toBe(true)
  expect(first.verify('invitation', 'text', signature)).toBe(false)
  const other = await freshFolder()
  expect((await openKeys(other.folder)).fingerprint).not.toBe(first.fingerprint)
  await other.dispose()
})
