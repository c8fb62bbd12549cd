import { Readable } from 'node:stream'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { ByteRange } from '#adapters/blobs/blob-store.ts'
import { errors } from '#contract/errors.ts'
import { contentDisposition } from '#core/text/content-disposition.ts'
import { answerRefusal } from '#server/plugins/error-replies.ts'
import { namesEntity, readByteRange } from './byte-range.ts'

/** Bytes that can be asked for whole or in part. */
export type Entity = {
  type: string
  /** Under which they are kept. */
  name: string
  /** Quoted; other bytes have another one. */
  etag: string
  size: number
  open: (range: ByteRange) => Promise<Uint8Array | Readable>
}

export function bytesEntity(bytes: Uint8Array, parts: Omit<Entity, 'size' | 'open'>): Entity {
  const open: Entity['open'] = async ({ offset, length = bytes.length }) => bytes.subarray(offset, offset + length)
  return { ...parts, size: bytes.length, open }
}

/**
 * Sends an entity for GET and HEAD, or the part of it that Range asks for (RFC 9110, 13 and 14). A browser shows raster images,
 * sound and video; anything else it may only keep, and never run (reliability S2).
 */
export async function sendEntity(
  request: FastifyRequest,
  reply: FastifyReply,
  entity: Entity,
  cacheControl: string,
): Promise<FastifyReply> {
  const { type, name, etag, size, open } = entity
  const { range, 'if-range': ifRange, 'if-none-match': ifNoneMatch } = request.headers
  const part = ifRange === undefined || ifRange === etag ? readByteRange(range, size) : null
  const isKnown = namesEntity(ifNoneMatch, etag)
  if (part === 'none' && !isKnown) {
    return answerRefusal(reply.header('content-range', `bytes */${size}`), errors.rangeNotThere())
  }
  const { start, end } = part === null || part === 'none' ? { start: 0, end: size - 1 } : part
  const length = end - start + 1
  const isShown = /^(image|audio|video)\//.test(type)
  // Opened first: what fails must not look like the file.
  const isEmpty = request.method === 'HEAD' || isKnown
  const bytes = isEmpty ? null : await open({ offset: start, length })
  reply.headers({
    'cache-control': cacheControl,
    etag,
    'accept-ranges': 'bytes',
    'x-content-type-options': 'nosniff',
    'content-security-policy': "sandbox; default-src 'none'",
    'cross-origin-resource-policy': 'same-site',
    'referrer-policy': 'no-referrer',
  })
  if (isKnown) return reply.code(304).send()
  reply.headers({
    'content-type': type,
    'content-length': String(length),
    'content-disposition': contentDisposition(isShown ? 'inline' : 'attachment', name),
  })
  if (part !== null) reply.code(206).header('content-range', `bytes ${start}-${end}/${size}`)
  return bytes === null || bytes instanceof Readable ? reply.send(bytes) : reply.send(Buffer.from(bytes))
}
