import { errors, MusterError } from '#contract/errors.ts'
import { quote } from '#contract/text.ts'
import { storeFault } from './store-faults.ts'

/** What the store said was wrong: its own word for it and the status of its answer, 0 where none came. */
export function readS3Fault(error: unknown): { name: string; status: number } {
  if (!(error instanceof Error)) return { name: '', status: 0 }
  const { $metadata } = error as { $metadata?: { httpStatusCode?: number } }
  return { name: error.name, status: $metadata?.httpStatusCode ?? 0 }
}

export function isNotFound(error: unknown): boolean {
  const { name, status } = readS3Fault(error)
  return status === 404 || name === 'NoSuchKey' || name === 'NotFound'
}

export function noBucket(bucket: string): MusterError {
  return errors.bucketNotFound(`There is no bucket ${quote(bucket)}.`)
}

/** E4311 where the store knows no such bucket, else E4314; a refusal stays as it is. */
export function s3Refusal(error: unknown, bucket: string): MusterError {
  if (error instanceof MusterError) return error
  const { name } = readS3Fault(error)
  return name === 'NoSuchBucket' || name === 'InvalidBucketName' ? noBucket(bucket) : s3StoreFault(error)
}

/** E4314. Errors of stores carry the answer with ids of keys and what was signed: the log gets the words alone. */
export function s3StoreFault(error: unknown): MusterError {
  const { name, status } = readS3Fault(error)
  const message = error instanceof Error ? error.message : String(error)
  const words = [name, message].filter((word, index, all) => word && all.indexOf(word) === index).join(': ')
  return storeFault(new Error(status === 0 ? words : `${isWordless(error) ? guess(status) : words} (status ${status})`))
}

/** Answers to HEAD have no body and so no words. */
function isWordless(error: unknown): boolean {
  return readS3Fault(error).name === 'Unknown'
}

function guess(status: number): string {
  if (status === 400) return 'the store gave no reason; MUSTER_S3_REGION may be wrong'
  if (status === 403)
    return 'the store refused access; its key, its secret key or the clock of this machine may be wrong'
  return 'the store gave no reason'
}
