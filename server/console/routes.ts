import { randomBytes } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { acceptsEncoding, asksForPage } from '#server/accept.ts'
import type { Config } from '#server/config.ts'
import { htmlPage, sendPage } from '#server/identity/pages.ts'
import { isSecure } from '#server/identity/session-cookie.ts'
import type { BuiltFile } from './built-files.ts'
import type { ConsoleSite } from './site.ts'

/** Seconds between two looks of a page that waits for the console. */
const RELOAD = 2
const YEAR = 31_536_000

/**
 * Answers what no route answers, if it is the console's: a file of its build, or a screen, which is one page whatever its
 * address. Null for everything else.
 */
export function answerFromConsole(
  site: ConsoleSite,
  config: Config,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply | null {
  if (request.method !== 'GET' && request.method !== 'HEAD') return null
  const path = request.url.split('?')[0]!
  const file = site.state.is === 'built' ? site.state.built.files.get(path) : undefined
  if (file) return sendFile(reply, config, file, path, request.headers['accept-encoding'])
  return isScreen(path) && asksForPage(request.headers.accept) ? sendScreen(site, config, reply) : null
}

/** The page of the console; while it is being built one that comes back by itself, and when that failed the reason. */
export function sendScreen({ state }: ConsoleSite, config: Config, reply: FastifyReply): FastifyReply {
  if (state.is === 'building') {
    const page = htmlPage('Muster', ['The console is being built. This page opens it as soon as it is there.'], {
      reload: RELOAD,
    })
    return sendPage(reply.header('retry-after', String(RELOAD)), 503, page)
  }
  if (state.is === 'failed') {
    return sendPage(reply, 503, htmlPage('Muster', ['The console could not be built. The API works.', state.reason]))
  }
  const nonce = randomBytes(16).toString('base64url')
  return reply
    .code(200)
    .headers({
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': policy(config, nonce),
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      ...(isSecure(config) && { 'strict-transport-security': `max-age=${YEAR}` }),
    })
    .send(state.built.page.replace('<meta name="csp-nonce" content=""', `<meta name="csp-nonce" content="${nonce}"`))
}

/** Files under /assets/ have their digest in their name and never change. */
function sendFile(reply: FastifyReply, config: Config, file: BuiltFile, path: string, accepted?: string): FastifyReply {
  const encoding = (['br', 'gzip'] as const).find((form) => file[form] && acceptsEncoding(form, accepted))
  return reply
    .code(200)
    .headers({
      'content-type': file.type,
      'cache-control': path.startsWith('/assets/') ? `public, max-age=${YEAR}, immutable` : 'public, max-age=3600',
      // Workers have the policy of their own file.
      'content-security-policy': policy(config),
      'cross-origin-resource-policy': 'same-origin',
      vary: 'accept-encoding',
      ...(encoding && { 'content-encoding': encoding }),
    })
    .send(encoding ? file[encoding] : file.plain)
}

/** Addresses of the API are no screens, nor is anything that looks like the name of a file. */
function isScreen(path: string): boolean {
  const isOfApi = /^\/(v2|v3|muster|healthz|readyz|metrics|assets)(\/|$)/.test(path)
  return !isOfApi && !/[.;\\]|%2e|%2f|%5c/i.test(path)
}

/** Scripts and files come from this server alone; a style that is written into the page must carry the nonce. */
function policy({ s3 }: Config, nonce?: string): string {
  // Where the bytes of samples come from, when not from this server.
  const store = s3?.publicEndpoint ? ` ${new URL(s3.publicEndpoint).origin}` : ''
  return [
    "default-src 'none'",
    "script-src 'self'",
    nonce === undefined ? "style-src 'self'" : `style-src 'self' 'nonce-${nonce}'`,
    `img-src 'self' blob: data:${store}`,
    `media-src 'self' blob:${store}`,
    `connect-src 'self'${store}`,
    "font-src 'self'",
    "worker-src 'self' blob:",
    "manifest-src 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "form-action 'self'",
  ].join('; ')
}
