import type { FastifyInstance, FastifyRequest } from 'fastify'
import { errors } from '#contract/errors.ts'
import { parseStrictJson } from '#contract/json.ts'

const utf8 = new TextDecoder('utf-8', { fatal: true })

/**
 * Reads bodies as strict JSON. An empty body with a JSON content type is no body: several clients send that with GET and
 * DELETE (clients 1.3).
 */
export function readJsonBodies(app: FastifyInstance): void {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser(
    'application/json',
    { parseAs: 'buffer' },
    async (_request: FastifyRequest, bytes: Buffer) => {
      if (bytes.length === 0) return undefined
      const parsed = parseStrictJson(decode(bytes))
      if ('refused' in parsed) throw errors.badJson(`The request body is not valid JSON: ${parsed.refused}.`)
      return parsed.value
    },
  )
}

function decode(bytes: Buffer): string {
  try {
    return utf8.decode(bytes)
  } catch {
    throw errors.badJson('The request body is not valid UTF-8.')
  }
}
