import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { expect, test } from 'vitest'
import { copyBlob, copyNewBlob } from './copy-blob.ts'
import { LocalBlobStore } from './local-folder.ts'

test('a copy that its target refuses leaves no file open', async () => {
  const root = await realpath(await mkdtemp(join(tmpdir(), 'muster-blobs-')))
  await mkdir(join(root, 'zoo'))
  await writeFile(join(root, 'zoo', 'cat.png'), 'cat')
  const store = new LocalBlobStore(root)
  const opened: Readable[] = []
  const openBlob = store.openBlob.bind(store)
  store.openBlob = async (...args) => {
    const blob = await openBlob(...args)
    opened.push(blob.stream)
    return blob
  }
  const source = { bucket: 'zoo', key: 'cat.png', info: (await store.statBlob('zoo', 'cat.png'))! }
  for (const copy of [copyBlob, copyNewBlob]) {
    await expect(copy(store, source, { bucket: 'zoo', key: `${'q'.repeat(300)}/cat.png` })).rejects.toThrow()
  }
  expect(opened.map(({ destroyed }) => destroyed)).toEqual([true, true])
  await rm(root, { recursive: true })
})
