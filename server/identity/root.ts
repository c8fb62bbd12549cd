import type { FastifyInstance } from 'fastify'
import { prefersJson } from '#server/accept.ts'
import type { Config } from '#server/config.ts'
import { sendScreen } from '#server/console/routes.ts'
import type { ConsoleSite } from '#server/console/site.ts'
import { versionDocument } from './keystone.ts'
import { htmlPage, sendPage } from './pages.ts'

/** `/` is the console for browsers and, for clients that prefer JSON, where the search for Keystone begins (clients 1.1). */
export function addRoot(app: FastifyInstance, config: Config, site: ConsoleSite | null): void {
  app.get('/', async (request, reply) => {
    reply.header('vary', 'accept')
    if (prefersJson(request.headers.accept)) {
      return reply.code(300).send({ versions: { values: [versionDocument(config)] } })
    }
    return site ? sendScreen(site, config, reply) : sendPage(reply, 200, rootPage(config))
  })
}

function rootPage({ publicUrl }: Config): string {
  return htmlPage('Muster', [
    'Muster is running. Its console is switched off here; the API is there.',
    `Data management: ${publicUrl}/v2/{project_id}/`,
    `Signing in: POST ${publicUrl}/v3/auth/tokens`,
  ])
}
