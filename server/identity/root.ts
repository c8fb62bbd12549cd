import type { FastifyInstance } from 'fastify'
import type { Config } from '#server/config.ts'
import { versionDocument } from './keystone.ts'
import { htmlPage, sendPage } from './pages.ts'

/** `/` is the console for browsers and, for clients that prefer JSON, where the search for Keystone begins (clients 1.1). */
export function addRoot(app: FastifyInstance, config: Config): void {
  app.get('/', async (request, reply) => {
    reply.header('vary', 'accept')
    if (!prefersJson(request.headers.accept)) return sendPage(reply, 200, rootPage(config))
    return reply.code(300).send({ versions: { values: [versionDocument(config)] } })
  })
}

function rootPage({ publicUrl }: Config): string {
  return htmlPage('Muster', [
    'Muster is running. Its console is not built yet; the API is there.',
    `Data management: ${publicUrl}/v2/{project_id}/`,
    `Signing in: POST ${publicUrl}/v3/auth/tokens`,
  ])
}

/** Whether an Accept header ranks JSON above a page; one that does not care gets the page. */
function prefersJson(accept = '*/*'): boolean {
  const ranges = accept.split(',').map((range) => range.split(';').map((part) => part.trim().toLowerCase()))
  const quality = (...types: string[]) => {
    for (const type of types) {
      const range = ranges.find(([name]) => name === type)
      if (range) return Number(range.find((part) => part.startsWith('q='))?.slice(2) ?? 1)
    }
    return 0
  }
  return quality('application/json', 'application/*', '*/*') > quality('text/html', 'text/*', '*/*')
}
