import { Readable } from 'node:stream'
import type { S3Client } from '@aws-sdk/client-s3'
import { Upload } from '@aws-sdk/lib-storage'
import { readS3Fault, s3Refusal } from './s3-faults.ts'
import { failStore } from './store-faults.ts'

/** Larger objects go in parts of this size: with the 10,000 parts a store allows up to 80 GB. */
const PART = 8 * 1024 * 1024
const PARTS_AT_ONCE = 2

/**
 * Sends an object: what fits into one part in one call, anything else part by part, of which nothing is seen before the last
 * call. Where that is not reached the parts are taken back. Answers false when the condition
 * `ifAbsent` was in the way. An error of `data` is thrown as it is.
 */
export async function uploadToS3(
  calls: S3Client,
  { bucket, key, ifAbsent }: { bucket: string; key: string; ifAbsent: boolean },
  data: Uint8Array | AsyncIterable<Uint8Array>,
): Promise<boolean> {
  const source = data instanceof Uint8Array ? [data] : data
  let broken: { error: unknown } | undefined
  async function* watched() {
    try {
      yield* source
    } catch (error) {
      // An upload that gives up ends its source with an error as well.
      if (!body.destroyed) broken = { error }
      throw error
    }
  }
  const body = Readable.from(watched(), { objectMode: false })
  // Without a listener an error that comes after the upload has given up would end the process.
  body.on('error', () => {})
  try {
    const params = { Bucket: bucket, Key: key, Body: body, ...(ifAbsent && { IfNoneMatch: '*' }) }
    await new Upload({ client: calls, params, partSize: PART, queueSize: PARTS_AT_ONCE }).done()
    return true
  } catch (error) {
    if (broken) failStore(broken.error)
    // 412: there is one. 409: somebody else was writing at the same moment.
    if (ifAbsent && [409, 412].includes(readS3Fault(error).status)) return false
    throw s3Refusal(error, bucket)
  } finally {
    body.destroy()
  }
}
