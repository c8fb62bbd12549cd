import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { LocalBlobStore } from '#adapters/blobs/local-folder.ts'
import { FileFault } from '#core/formats/files.ts'
import type { Services } from '#server/services.ts'
import { fetchFile } from './web-files.ts'

let web: Server
let folder: string
/** More than what waits on the way. */
const large = Buffer.alloc(2 ** 24)
beforeAll(async () => {
  web = createServer((_request, response) => response.end(large)).listen(0, '127.0.0.1')
  await once(web, 'listening')
  folder = await mkdtemp(join(tmpdir(), 'web-files-'))
})
afterAll(async () => {
  web.close()
  await rm(folder, { recursive: true })
})

test('a file where another one would have to be a folder is a fault of that file alone, and nothing stays open', async () => {
  const host = `127.0.0.1:${(web.address() as AddressInfo).port}`
  const blobs = new LocalBlobStore(folder)
  await blobs.createBucket('zoo')
  const services = { blobs, config: { importHosts: [host], largestUpload: large.length } } as unknown as Services
  const fetched = (key: string) => fetchFile(services, `http://${host}/a`, { bucket: 'zoo', key })
  await fetched('in/a.png')
  await fetched('in/b.png/c.png')
  for (const key of ['in/a.png/c.png', 'in/b.png']) {
    const error = await fetched(key).catch((one: unknown) => one)
    expect(error).toBeInstanceOf(FileFault)
    expect((error as FileFault).reason).toContain('has no place in the input path of the dataset')
  }
  await expect.poll(() => new Promise((done) => web.getConnections((_error, count) => done(count)))).toBe(0)
})
