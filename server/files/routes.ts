import type { Readable } from 'node:stream'
import type { FastifyInstance, FastifyReply } from 'fastify'
import { readBlob } from '#adapters/blobs/read-blob.ts'
import { sniffContentType, sniffLength } from '#adapters/files/sniff.ts'
import type { Db } from '#adapters/sql/store.ts'
import type { SampleRow } from '#adapters/sql/tables.ts'
import { DatasetStatus, SampleType } from '#contract/codes.ts'
import { errors, MusterError } from '#contract/errors.ts'
import type { Services } from '#server/services.ts'
import { isValidSource } from './source.ts'

type SourceRequest = {
  Params: { dataset_id: string; sample_id: string }
  Querystring: Record<string, string | string[] | undefined>
}

/** The bytes of samples at signed addresses; no token is needed (behaviour 2.3). */
export function addFileRoutes(app: FastifyInstance, services: Services): void {
  app.get<SourceRequest>('/muster/v1/sources/:dataset_id/:sample_id', async (request, reply) => {
    const { dataset_id, sample_id } = request.params
    const given = (name: string) => (typeof request.query[name] === 'string' ? request.query[name] : '')
    const query = { expires: given('expires'), process: given('process'), signature: given('signature') }
    if (!isValidSource(services, dataset_id, sample_id, query)) throw errors.sourceRefused()
    const sample = await findSample(services.store.db, dataset_id, sample_id)
    if (!sample) throw errors.sampleNotFound()
    const seconds = Math.floor((Number(query.expires) - services.now()) / 1000)
    reply.header('cache-control', `private, max-age=${seconds}`)
    if (sample.line !== null) {
      return sendBytes(reply, 'text/plain; charset=utf-8', fileNameOf(sample), Buffer.from(sample.content ?? ''))
    }
    return sendFile(services, reply, sample)
  })
}

type File = Pick<SampleRow, 'bucket' | 'object_key' | 'line' | 'content' | 'sample_type'>

function findSample(db: Db, dataset_id: string, sample_id: string): Promise<File | undefined> {
  return db
    .selectFrom('sample')
    .innerJoin('dataset', 'dataset.dataset_id', 'sample.dataset_id')
    .select(['bucket', 'object_key', 'line', 'content', 'sample_type'])
    .where('sample.dataset_id', '=', dataset_id)
    .where('sample_id', '=', sample_id)
    .where('dataset.status', 'not in', [DatasetStatus.deleting, DatasetStatus.deleted])
    .executeTakeFirst()
}

async function sendFile({ blobs }: Services, reply: FastifyReply, sample: File): Promise<FastifyReply> {
  const { bucket, object_key } = sample
  try {
    const head = await readBlob(blobs, bucket, object_key, { range: { offset: 0, length: sniffLength } })
    const type = sniffContentType(head, sample.sample_type === SampleType.text)
    const { info, stream } = await blobs.openBlob(bucket, object_key)
    reply.header('content-length', String(info.size))
    return sendBytes(reply, type, fileNameOf(sample), stream)
  } catch (error) {
    // The address names the sample, so for its reader it is the sample that is not there (D45).
    const isMissing =
      error instanceof MusterError &&
      (error.error_code === errors.pathNotFound.error_code || error.error_code === errors.bucketNotFound.error_code)
    throw isMissing ? errors.sampleNotFound('The file of the sample does not exist any more.') : error
  }
}

/** A browser shows raster images, sound and video; anything else it may only keep, and never run (reliability S2). */
function sendBytes(reply: FastifyReply, type: string, name: string, bytes: Buffer | Readable): FastifyReply {
  const isShown = /^(image|audio|video)\//.test(type)
  return reply
    .headers({
      'content-type': type,
      'content-disposition': `${isShown ? 'inline' : 'attachment'}; filename*=UTF-8''${encodeName(name)}`,
      'x-content-type-options': 'nosniff',
      'content-security-policy': "sandbox; default-src 'none'",
      'cross-origin-resource-policy': 'same-site',
      'referrer-policy': 'no-referrer',
    })
    .send(bytes)
}

/** The last part of the key; a line of a text file gets its number: `reviews.txt` becomes `reviews-12.txt`. */
function fileNameOf({ object_key, line }: File): string {
  const name = object_key.slice(object_key.lastIndexOf('/') + 1)
  return line === null ? name : name.replace(/(\.[^.]*)?$/, (extension) => `-${line}${extension}`)
}

/** RFC 8187. */
function encodeName(name: string): string {
  return encodeURIComponent(name.toWellFormed()).replace(/['()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16)}`)
}
