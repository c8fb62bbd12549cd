import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { WorkerRow } from '#adapters/sql/tables.ts'
import { markInvited } from '#adapters/sql/workers.ts'
import { WorkerStatus } from '#contract/codes.ts'
import { errors, MusterError } from '#contract/errors.ts'
import { type InvitationResp, type MemberInvitation, SetPasswordReq } from '#contract/identity.ts'
import { validator } from '#contract/validate.ts'
import { sendScreen } from '#server/console/routes.ts'
import type { ConsoleSite } from '#server/console/site.ts'
import { LARGEST_BODY_OF_STRANGERS } from '#server/limits.ts'
import type { Services } from '#server/services.ts'
import { findMemberAccount } from './accounts.ts'
import { authenticate } from './authenticate.ts'
import {
  acceptInvitation,
  checkInvitation,
  findInvitation,
  type Invitation,
  openInvitation,
  renewInvitation,
} from './invitations.ts'
import { htmlPage, sendPage } from './pages.ts'
import { MIN_PASSWORD_LENGTH } from './password-rules.ts'

type WithWorker = { Params: { worker_id: string } }
type WithToken = { Params: { token: string } }

const checkSetPassword = validator(SetPasswordReq)

/** Invitations of members: read and renewed by the owner, taken up by the member with a link that works once (D5). */
export function addInvitationRoutes(app: FastifyInstance, services: Services, site: ConsoleSite | null): void {
  const { config, store } = services
  const path = '/muster/v1/workers/:worker_id/invitation'

  app.get<WithWorker>(path, async (request): Promise<MemberInvitation> => {
    const worker = await findWorkerOfOwner(services, request)
    const open = await findInvitation(services, store.db, worker)
    if (open) return handOut(worker, open)
    if (await findMemberAccount(store.db, worker.worker_id)) return { state: 'accepted' }
    return handOut(worker, await openInvitation(services, store.db, worker))
  })

  app.post<WithWorker>(path, async (request) => {
    const worker = await findWorkerOfOwner(services, request)
    return handOut(worker, await renewInvitation(services, store.db, worker))
  })

  /** The owner passes the link on himself, as a mail would. */
  async function handOut({ worker_id }: { worker_id: string }, invitation: Invitation): Promise<MemberInvitation> {
    await markInvited(store.db, worker_id, services.now())
    return { state: 'open', ...invitation }
  }

  // The console's screen does the same and more; this page is there without it.
  app.get<WithToken>('/invitation/:token', async (request, reply) => {
    if (site?.state.is === 'built') return sendScreen(site, config, reply)
    try {
      const { user_name } = await checkInvitation(services, store.db, request.params.token)
      return sendPage(reply, 200, formPage(request.params.token, user_name, null))
    } catch (error) {
      return sendRefusal(reply, error)
    }
  })

  const tokenPath = '/muster/v1/invitations/:token'
  app.get<WithToken>(tokenPath, async (request): Promise<InvitationResp> => {
    const { user_name, domain_name } = await checkInvitation(services, store.db, request.params.token)
    return { user_name, domain_name }
  })
  app.register(async (forms) => {
    forms.addContentTypeParser(
      'application/x-www-form-urlencoded',
      { parseAs: 'string' },
      async (_request: FastifyRequest, text: string) => new URLSearchParams(text),
    )
    forms.post<WithToken>(tokenPath, { bodyLimit: LARGEST_BODY_OF_STRANGERS }, async (request, reply) => {
      const { token } = request.params
      if (request.body instanceof URLSearchParams) return acceptForm(services, reply, token, request.body)
      const fault = checkSetPassword(request.body)
      if (fault) throw errors.parameterInvalid(fault)
      const { password } = request.body as SetPasswordReq
      const { user_name, domain_name } = await acceptInvitation(services, token, password)
      return { user_name, domain_name }
    })
  })
}

/** A living member of the caller's project; the caller must be its owner. */
async function findWorkerOfOwner(
  services: Services,
  request: FastifyRequest<WithWorker>,
): Promise<Pick<WorkerRow, 'worker_id'>> {
  const actor = await authenticate(services, request)
  if (actor.worker) throw errors.memberMayNot()
  const worker = await services.store.db
    .selectFrom('worker')
    .select('worker_id')
    .where('worker_id', '=', request.params.worker_id)
    .where('project_id', '=', actor.project_id)
    .where('status', '<>', WorkerStatus.deleted)
    .executeTakeFirst()
  if (!worker) throw errors.workerNotFound()
  return worker
}

async function acceptForm(services: Services, reply: FastifyReply, token: string, form: URLSearchParams) {
  try {
    const { user_name } = await checkInvitation(services, services.store.db, token)
    const password = form.get('password') ?? ''
    if (form.get('repeat') !== password) {
      return sendPage(reply, 400, formPage(token, user_name, 'The two passwords are not the same.'))
    }
    try {
      await acceptInvitation(services, token, password)
    } catch (error) {
      if (!(error instanceof MusterError) || error.error_code !== errors.passwordTooWeak.error_code) throw error
      return sendPage(reply, error.status, formPage(token, user_name, error.error_msg))
    }
    const done = ['Your password is set.', `Sign in with the user name ${user_name}.`]
    return sendPage(reply, 200, htmlPage('Welcome to Muster', done))
  } catch (error) {
    return sendRefusal(reply, error)
  }
}

function formPage(token: string, user_name: string, alert: string | null): string {
  const text = [`Choose a password for ${user_name}. It must have at least ${MIN_PASSWORD_LENGTH} characters.`]
  return htmlPage('Your invitation to Muster', text, { form: { alert, action: `/muster/v1/invitations/${token}` } })
}

/** A person with a browser reads the refusal on a page. */
function sendRefusal(reply: FastifyReply, error: unknown): FastifyReply {
  if (!(error instanceof MusterError)) throw error
  const text = [error.error_msg, 'Ask the person who invited you for a new link.']
  return sendPage(reply, error.status, htmlPage('This does not work', text))
}
