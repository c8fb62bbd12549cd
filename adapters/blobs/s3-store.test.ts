import { randomUUID } from 'node:crypto'
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type S3Server, startS3Server } from '#tests/blobs/s3-server.ts'
import { testBlobStore } from '#tests/blobs/store-contract.ts'
import { S3BlobStore } from './s3-store.ts'

let server: S3Server
let others: S3Client

beforeAll(async () => {
  server = await startS3Server()
  const { endpoint, region, accessKey: accessKeyId, secretKey: secretAccessKey } = server.settings
  others = new S3Client({ endpoint, region, credentials: { accessKeyId, secretAccessKey }, forcePathStyle: true })
})
afterAll(() => server.stop())

test('an address of the store gives an object as a download to whoever has it, whole and in part', async () => {
  const store = new S3BlobStore({ ...server.settings, publicEndpoint: server.settings.endpoint })
  const bucket = `zoo-${randomUUID()}`
  const key = 'ä b/+%?.png'
  await store.createBucket(bucket)
  await store.writeBlob(bucket, key, Buffer.from('0123456789'))
  const address = await store.presignBlob(bucket, key, { seconds: 60, name: "ä's.png" })
  const whole = await fetch(address!)
  expect([whole.status, await whole.text()]).toEqual([200, '0123456789'])
  expect(whole.headers.get('content-disposition')).toBe("attachment; filename*=UTF-8''%C3%A4%27s.png")
  const part = await fetch(address!, { headers: { range: 'bytes=2-4' } })
  expect([part.status, await part.text()]).toEqual([206, '234'])
  expect(new URL(address!).searchParams.get('X-Amz-Expires')).toBe('60')
})

test('there is no such address where others do not reach the store', async () => {
  const store = new S3BlobStore(server.settings)
  expect(await store.presignBlob('zoo', 'a', { seconds: 60, name: 'a' })).toBeUndefined()
})

testBlobStore(async () => {
  const bucket = `zoo-${randomUUID()}`
  await others.send(new CreateBucketCommand({ Bucket: bucket }))
  return {
    store: new S3BlobStore(server.settings),
    bucket,
    async put(key, content = 'x') {
      await others.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: Buffer.from(content) }))
    },
    dispose: async () => {},
  }
})
