import { randomBytes } from 'node:crypto'
import { newHexId } from '#server/ids.ts'
import type { Services } from '#server/services.ts'
import { accountNameOf, DEFAULT_DOMAIN, DEFAULT_DOMAIN_ID } from './accounts.ts'
import { hashPassword } from './password.ts'

export type FirstAccount = {
  user_name: string
  domain_name: string
  /** Only when it was made up here: to be printed once and never again. */
  password: string | null
  project_id: string
  project_name: string
}

const PROJECT_NAME = 'muster'
const RANDOM_PASSWORD_BYTES = 15

/**
 * Makes the project and its owner when there is none yet (architecture 4, reliability S9); null on every later start. Two
 * processes that start together on one database make one.
 */
export async function createFirstAccount({ config, store, now }: Services): Promise<FirstAccount | null> {
  const anyProject = await store.db.selectFrom('project').select('project_id').limit(1).executeTakeFirst()
  if (anyProject) return null
  const { firstAccount } = config
  const project_id = firstAccount.project_id ?? newHexId()
  const user_name = accountNameOf(firstAccount.user_name)
  const password = firstAccount.password ?? randomBytes(RANDOM_PASSWORD_BYTES).toString('base64url')
  const password_hash = await hashPassword(password)
  const create_time = now()
  const names = { project_name: PROJECT_NAME, domain_name: DEFAULT_DOMAIN }

  const isFirst = await store.transaction(async (tx) => {
    // This row always exists: whoever locks it is alone here, on both engines.
    await tx
      .updateTable('key_range')
      .set((eb) => ({ next_key: eb.ref('next_key') }))
      .where('name', '=', 'sample')
      .execute()
    if (await tx.selectFrom('project').select('project_id').limit(1).executeTakeFirst()) return false
    await tx
      .insertInto('project')
      .values({ project_id, domain_id: DEFAULT_DOMAIN_ID, ...names, create_time })
      .execute()
    await tx
      .insertInto('account')
      .values({
        account_id: newHexId(),
        project_id,
        domain_name: DEFAULT_DOMAIN,
        user_name,
        password_hash,
        worker_id: null,
        create_time,
      })
      .execute()
    return true
  })
  return isFirst
    ? { user_name, ...names, project_id, password: firstAccount.password === null ? password : null }
    : null
}
