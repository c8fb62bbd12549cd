import type { Db } from '#adapters/sql/store.ts'
import type { AccountRow } from '#adapters/sql/tables.ts'
import { WorkerStatus } from '#contract/codes.ts'
import { errors } from '#contract/errors.ts'
import type { CreateTokenReq } from '#contract/identity.ts'
import type { Services } from '#server/services.ts'
import { accountNameOf, DEFAULT_DOMAIN } from './accounts.ts'
import type { Holder } from './keystone.ts'
import { hashPassword, isOutdated, verifyPassword } from './password.ts'

type Auth = CreateTokenReq['auth']
export type UserLogin = NonNullable<Auth['identity']['password']>['user']
export type Scope = NonNullable<Auth['scope']>

/** Who is meant: the key under which his attempts are counted, and his account if there is one. */
export async function findLogin(db: Db, user: UserLogin): Promise<{ key: string; account: AccountRow | undefined }> {
  if (user.id === undefined && user.name === undefined) {
    throw errors.parameterInvalid('auth.identity.password.user: must hold name or id')
  }
  const name = accountNameOf(user.name ?? '')
  const domain = user.domain?.name ?? user.domain?.id ?? DEFAULT_DOMAIN
  const account = await db
    .selectFrom('account')
    .innerJoin('project', 'project.project_id', 'account.project_id')
    .selectAll('account')
    .where((eb) =>
      user.id === undefined
        ? eb.and([
            eb('user_name', '=', name),
            eb.or([eb('account.domain_name', '=', domain), eb('project.domain_id', '=', domain)]),
          ])
        : eb('account_id', '=', user.id),
    )
    .executeTakeFirst()
  return { key: account?.account_id ?? user.id ?? `${domain}\n${name}`, account }
}

/**
 * Checks the password and returns the id of the account; an unknown name and a wrong password are refused alike and after the same time (E4122). The first
 * login of a member moves him to status 2 (behaviour 1).
 */
export async function checkLogin(
  services: Services,
  account: AccountRow | undefined,
  password: string,
): Promise<string> {
  const hash = account?.password_hash ?? null
  const right = await verifyPassword(password, hash)
  if (!account || hash === null || !right) throw errors.wrongPassword()
  const { db } = services.store
  if (isOutdated(hash)) {
    const password_hash = await hashPassword(password)
    await db.updateTable('account').set({ password_hash }).where('account_id', '=', account.account_id).execute()
  }
  if (account.worker_id === null) return account.account_id
  const worker = await db
    .selectFrom('worker')
    .select(['status', 'email'])
    .where('worker_id', '=', account.worker_id)
    .executeTakeFirst()
  if (!worker || worker.status === WorkerStatus.deleted || worker.email !== account.user_name) {
    throw errors.memberNotRegistered()
  }
  if (worker.status === WorkerStatus.loggedIn) return account.account_id
  await db
    .updateTable('worker')
    .set({ status: WorkerStatus.loggedIn, update_time: services.now() })
    .where('worker_id', '=', account.worker_id)
    .where('status', '<', WorkerStatus.loggedIn)
    .execute()
  return account.account_id
}

/** The account of a token or of a login with its project. */
export async function findHolder(db: Db, account_id: string): Promise<Holder> {
  const account = await db
    .selectFrom('account')
    .selectAll()
    .where('account_id', '=', account_id)
    .executeTakeFirstOrThrow()
  const project = await db
    .selectFrom('project')
    .selectAll()
    .where('project_id', '=', account.project_id)
    .executeTakeFirstOrThrow()
  return { account_id, user_name: account.user_name, worker_id: account.worker_id, project }
}

/** The project that a token gets: the one asked for, the account's own when none is, null for the domain alone. */
export function projectOfScope({ project }: Holder, scope: Scope | undefined): string | null {
  if (!scope?.project && !scope?.domain) return project.project_id
  const isDomain = (domain: { id?: string; name?: string }) =>
    (domain.id === undefined || domain.id === project.domain_id) &&
    (domain.name === undefined || domain.name === project.domain_name)
  if (!scope.project) {
    if (!isDomain(scope.domain!)) throw errors.projectMismatch('auth.scope.domain: the account has no such domain.')
    return null
  }
  const { id, name, domain = {} } = scope.project
  const isOwn = id === undefined ? name === project.project_name && isDomain(domain) : id === project.project_id
  if (!isOwn) throw errors.projectMismatch('auth.scope.project: the account has no such project.')
  return project.project_id
}
