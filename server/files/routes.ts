import { createHash } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import type { BlobInfo } from '#adapters/blobs/blob-store.ts'
import { readBlob } from '#adapters/blobs/read-blob.ts'
import { sniffContentType, sniffLength } from '#adapters/files/sniff.ts'
import type { Db } from '#adapters/sql/store.ts'
import type { SampleRow } from '#adapters/sql/tables.ts'
import { DatasetStatus, SampleType } from '#contract/codes.ts'
import { errors, MusterError } from '#contract/errors.ts'
import { quote } from '#contract/text.ts'
import { parseImagePart } from '#core/codecs/image-parts.ts'
import { parseImageProcess } from '#core/codecs/image-process.ts'
import { isRefusal } from '#core/refusal.ts'
import { refuse } from '#server/refuse.ts'
import type { Services } from '#server/services.ts'
import type { ImageWish } from './prepare-image.ts'
import { bytesEntity, type Entity, sendEntity } from './send-entity.ts'
import { ShownImages } from './shown-images.ts'
import { isValidSource } from './source.ts'

type SourceRequest = {
  Params: { dataset_id: string; sample_id: string }
  Querystring: Record<string, string | string[] | undefined>
}

/** The bytes of samples at signed addresses; no token is needed (behaviour 2.3). */
export function addFileRoutes(app: FastifyInstance, services: Services): void {
  const shown = new ShownImages(services)
  app.route<SourceRequest>({
    method: ['GET', 'HEAD'],
    url: '/muster/v1/sources/:dataset_id/:sample_id',
    async handler(request, reply) {
      const { dataset_id, sample_id } = request.params
      const given = (name: string) => (typeof request.query[name] === 'string' ? request.query[name] : '')
      const query = { expires: given('expires'), process: given('process'), signature: given('signature') }
      if (!isValidSource(services, dataset_id, sample_id, query)) throw errors.sourceRefused()
      const sample = await findSample(services.store.read, dataset_id, sample_id)
      if (!sample) throw errors.sampleNotFound()
      const part = given('part')
      const seconds = Math.floor((Number(query.expires) - services.now()) / 1000)
      const isWhole = request.method === 'GET' && query.process === '' && part === ''
      const address = isWhole ? await presignFile(services, sample, seconds) : undefined
      if (address !== undefined) {
        reply.headers({ 'cache-control': `private, max-age=${seconds}`, 'referrer-policy': 'no-referrer' })
        return reply.redirect(address, 302)
      }
      const entity = await openSample(services, shown, sample, { process: query.process, part })
      // Its end and the wish are part of the address: what a browser has of it stays right until then.
      return sendEntity(
        request,
        reply,
        entity,
        `private, max-age=${seconds}${query.process || part ? ', immutable' : ''}`,
      )
    },
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

async function openSample(services: Services, shown: ShownImages, sample: File, wanted: Wanted): Promise<Entity> {
  if (sample.line !== null) {
    const bytes = Buffer.from(sample.content ?? '')
    const etag = `"${createHash('sha256').update(bytes).digest('hex').slice(0, 32)}"`
    return bytesEntity(bytes, { type: 'text/plain; charset=utf-8', name: fileNameOf(sample), etag })
  }
  try {
    const wish = sample.sample_type === SampleType.image ? readWish(wanted) : {}
    return Object.keys(wish).length > 0
      ? await openShown(services, shown, sample, wish)
      : await openFile(services, sample)
  } catch (error) {
    // The address names the sample, so for its reader it is the sample that is not there (D45).
    const isMissing =
      error instanceof MusterError &&
      (error.error_code === errors.pathNotFound.error_code || error.error_code === errors.bucketNotFound.error_code)
    throw isMissing ? errors.sampleNotFound('The file of the sample does not exist any more.') : error
  }
}

/** The address of a picture or sound at the store itself, where browsers are to go there; texts are few bytes and stay here. */
async function presignFile({ blobs, config }: Services, sample: File, seconds: number): Promise<string | undefined> {
  const isText = sample.line !== null || sample.sample_type === SampleType.text
  if (!config.s3?.publicEndpoint || isText || seconds < 1) return undefined
  const { bucket, object_key } = sample
  // What is not there is told by us, as ever.
  if (!(await blobs.statBlob(bucket, object_key))) return undefined
  return blobs.presignBlob(bucket, object_key, { seconds, name: fileNameOf(sample) })
}

/** `part` is not signed: an address of the whole picture gives every part of it. */
type Wanted = { process: string; part: string }

function readWish({ process, part }: Wanted): ImageWish {
  if (part === '') {
    const wish = parseImageProcess(process)
    if (isRefusal(wish)) throw refuse(wish)
    return wish
  }
  if (process !== '') throw errors.parameterInvalid('part: goes with the address of a whole image alone')
  const wish = parseImagePart(part)
  if (!wish) throw errors.parameterInvalid(`part: must be overview or a tile as 3,0, not ${quote(part)}`)
  return { part: wish }
}

async function openFile({ blobs }: Services, sample: File): Promise<Entity> {
  const { bucket, object_key } = sample
  const { size, mtime, etag } = await statFile(blobs, sample)
  const head = await readBlob(blobs, bucket, object_key, { range: { offset: 0, length: sniffLength } })
  return {
    type: sniffContentType(head, sample.sample_type === SampleType.text),
    name: fileNameOf(sample),
    etag: etag ?? `"${size.toString(36)}-${mtime.toString(36)}"`,
    size,
    open: async (range) => (await blobs.openBlob(bucket, object_key, range)).stream,
  }
}

async function openShown({ blobs }: Services, shown: ShownImages, sample: File, wish: ImageWish): Promise<Entity> {
  const file = { bucket: sample.bucket, info: await statFile(blobs, sample) }
  const key = shown.keyOf(file, wish)
  const bytes = await shown.load(key, file, wish)
  const type = sniffContentType(bytes.subarray(0, sniffLength))
  return bytesEntity(bytes, { type, name: fileNameOf(sample), etag: `"${key.slice(0, 32)}"` })
}

async function statFile(blobs: Services['blobs'], { bucket, object_key }: File): Promise<BlobInfo> {
  const info = await blobs.statBlob(bucket, object_key)
  if (!info) throw errors.pathNotFound()
  return info
}

/** The last part of the key; a line of a text file gets its number: `reviews.txt` becomes `reviews-12.txt`. */
function fileNameOf({ object_key, line }: File): string {
  const name = object_key.slice(object_key.lastIndexOf('/') + 1)
  return line === null ? name : name.replace(/(\.[^.]*)?$/, (extension) => `-${line}${extension}`)
}
