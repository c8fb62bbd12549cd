import { randomUUID } from 'node:crypto'
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { afterAll, beforeAll } from 'vitest'
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
