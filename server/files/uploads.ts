import { join } from 'node:path'
import type { Readable } from 'node:stream'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { type PartFile, PartFiles, TooManyBytes } from '#adapters/blobs/part-files.ts'
import { errors, MusterError } from '#contract/errors.ts'
import type { Actor } from '#server/actor.ts'
import { changesOfCall } from '#server/events/changes-of-calls.ts'
import { authenticate } from '#server/identity/authenticate.ts'
import { newHexId } from '#server/ids.ts'
import type { Services } from '#server/services.ts'
import { finishUpload, type UploadOutcome } from '#server/usecases/finish-upload.ts'
import { findUploadTarget, readUploadNames, type UploadNames } from './upload-target.ts'

/** What is known of an upload; `outcome` is set once its file has its place. */
export type UploadFacts = {
  project_id: string
  account_id: string
  length: number
  names: UploadNames
  outcome?: UploadOutcome
}

type WithId = { Params: { id: string } }

/** Unfinished uploads of which nothing is heard for so long are removed, in milliseconds. */
export const UPLOAD_LIFE = 24 * 3_600_000
const TUS = '1.0.0'
const CHUNK_TYPE = 'application/offset+octet-stream'

export function openUploads({ config }: Pick<Services, 'config'>): PartFiles<UploadFacts> {
  return new PartFiles(join(config.dataFolder, 'uploads'))
}

/**
 * Resumable uploads by the protocol tus 1.0 with creation, termination and expiration: whoever loses the connection, or whose
 * server was killed, asks with HEAD how much has come and goes on from there. The answer to the last piece comes when the file has
 * its place, and says where: `Muster-Path`, percent-encoded, and `Muster-Sample-Id` where it became a sample.
 */
export function addUploadRoutes(app: FastifyInstance, services: Services): void {
  const uploads = openUploads(services)
  /** Requests that write; a client that comes again has given up the one before. */
  const writing = new Map<string, { request: FastifyRequest; ended: Promise<void> }>()

  async function findOwn({ project_id, account_id }: Actor, id: string): Promise<PartFile<UploadFacts>> {
    const upload = await uploads.find(id)
    const isOwn = upload?.facts.project_id === project_id && upload.facts.account_id === account_id
    if (!isOwn) throw errors.uploadNotFound()
    return upload
  }

  async function endWriting(id: string): Promise<void> {
    const before = writing.get(id)
    before?.request.raw.destroy()
    await before?.ended
  }

  /** Nobody else writes to an upload meanwhile. */
  async function writeAlone<Result>(request: FastifyRequest<WithId>, write: () => Promise<Result>): Promise<Result> {
    const { id } = request.params
    // Others may have waited for the same one.
    while (writing.has(id)) await endWriting(id)
    const ended = Promise.withResolvers<void>()
    writing.set(id, { request, ended: ended.promise })
    try {
      return await write()
    } finally {
      writing.delete(id)
      ended.resolve()
    }
  }

  async function finish(actor: Actor, id: string, facts: UploadFacts): Promise<UploadOutcome> {
    if (facts.outcome) return facts.outcome
    try {
      const target = await findUploadTarget(services, actor, facts.names)
      const outcome = await finishUpload(services, actor, {
        ...target,
        size: facts.length,
        read: () => uploads.read(id),
      })
      await uploads.note(id, { ...facts, outcome })
      await uploads.dropBytes(id)
      const { dataset } = target
      const params = { dataset_id: dataset?.dataset_id }
      const changes = dataset ? changesOfCall('UploadSamplesJson', { actor, params, query: {}, body: {} }) : []
      for (const change of changes) services.events.publish(change)
      return outcome
    } catch (error) {
      // What was refused will be refused again; where the store or the records failed it may go better the next time.
      if (error instanceof MusterError && error.error_code !== errors.storageFailed.error_code) await uploads.remove(id)
      throw error
    }
  }

  app.register(async (routes) => {
    routes.addContentTypeParser(CHUNK_TYPE, (_request, payload, done) => done(null, payload))
    routes.addHook('onRequest', async (request, reply) => {
      reply.header('tus-resumable', TUS)
      if (request.method === 'OPTIONS' || request.headers['tus-resumable'] === TUS) return
      reply.header('tus-version', TUS)
      throw errors.uploadVersion()
    })

    routes.options('/muster/v1/uploads', async (_request, reply) => {
      reply.headers({ 'tus-version': TUS, 'tus-extension': 'creation,termination,expiration' })
      return reply.header('tus-max-size', String(services.config.largestUpload)).code(204).send()
    })

    routes.post('/muster/v1/uploads', async (request, reply) => {
      const actor = await callerOf(services, request)
      const length = readCount(request, 'upload-length')
      const names = readUploadNames(request.headers['upload-metadata'] as string | undefined)
      const { most } = await findUploadTarget(services, actor, names)
      if (length === 0) throw errors.parameterInvalid('Upload-Length: an empty file cannot be uploaded')
      if (length > most) throw errors.bodyTooLarge(`The file is larger than ${most} bytes.`)
      const id = newHexId()
      const { project_id, account_id } = actor
      await uploads.create(id, { project_id, account_id, length, names })
      tellEnd(reply, services.now())
      return reply.code(201).header('location', `/muster/v1/uploads/${id}`).send()
    })

    const path = '/muster/v1/uploads/:id'
    routes.head<WithId>(path, async (request, reply) => {
      const actor = await callerOf(services, request)
      await endWriting(request.params.id)
      const { facts, size, touched } = await findOwn(actor, request.params.id)
      tellEnd(reply, touched)
      return reply
        .headers({
          'upload-offset': String(facts.outcome ? facts.length : size),
          'upload-length': String(facts.length),
        })
        .code(200)
        .send()
    })

    routes.patch<WithId>(path, async (request, reply) => {
      if (request.headers['content-type'] !== CHUNK_TYPE)
        throw errors.unsupportedMediaType(`The type must be ${CHUNK_TYPE}.`)
      const actor = await callerOf(services, request)
      const { id } = request.params
      return writeAlone(request, async () => {
        const { facts, size: come } = await findOwn(actor, id)
        const from = facts.outcome ? facts.length : come
        if (readCount(request, 'upload-offset') !== from) {
          throw errors.uploadOffset(`The next byte of the upload is number ${from}.`)
        }
        const size = await takeBytes(uploads, request, { from, most: facts.length })
        reply.header('upload-offset', String(size))
        tellEnd(reply, services.now())
        if (size === facts.length) tellOutcome(reply, await finish(actor, id, facts))
        return reply.code(204).send()
      })
    })

    routes.delete<WithId>(path, async (request, reply) => {
      const actor = await callerOf(services, request)
      const { id } = request.params
      await writeAlone(request, async () => {
        await findOwn(actor, id)
        await uploads.remove(id)
      })
      return reply.code(204).send()
    })
  })
}

/** Only owners bring files. */
async function callerOf(services: Services, request: FastifyRequest): Promise<Actor> {
  const actor = await authenticate(services, request)
  if (actor.worker) throw errors.memberMayNot()
  return actor
}

async function takeBytes(
  uploads: PartFiles<UploadFacts>,
  request: FastifyRequest<WithId>,
  { from, most }: { from: number; most: number },
): Promise<number> {
  // A client may ask for the outcome with an empty piece.
  if (request.body === undefined || from === most) return from
  try {
    return await uploads.append(request.params.id, request.body as Readable, { from, most })
  } catch (error) {
    if (error instanceof TooManyBytes) throw errors.bodyTooLarge('More bytes came than Upload-Length says.')
    if (isOfDisk(error)) {
      console.error(`The storage failed: ${error.message}`)
      throw errors.storageFailed()
    }
    if (request.raw.destroyed && !request.raw.complete) throw errors.requestMalformed('The request broke off.')
    throw error
  }
}

function isOfDisk(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'syscall' in error
}

function readCount({ headers }: FastifyRequest, name: 'upload-length' | 'upload-offset'): number {
  const text = headers[name]
  if (typeof text === 'string' && /^\d{1,15}$/.test(text)) return Number(text)
  throw errors.parameterInvalid(
    `${name === 'upload-length' ? 'Upload-Length' : 'Upload-Offset'}: must be a whole number`,
  )
}

function tellEnd(reply: FastifyReply, touched: number): void {
  reply.header('upload-expires', new Date(touched + UPLOAD_LIFE).toUTCString())
}

function tellOutcome(reply: FastifyReply, { path, sample_id }: UploadOutcome): void {
  reply.header('muster-path', encodeURI(path))
  if (sample_id !== undefined) reply.header('muster-sample-id', sample_id)
}
