/** Who makes a call. */
export type Actor = {
  account_id: string
  user_name: string
  domain_name: string
  project_id: string
  /** null for an owner. */
  worker: { worker_id: string; email: string } | null
}

/** The same of an account in the records; a member's account is named by his address, or by his id once that is erased. */
export function nameOfAccount(account: { user_name: string; domain_name: string; worker_id: string | null }): string {
  return account.worker_id ? `human/${account.user_name}` : `human/${account.domain_name}/${account.user_name}`
}

/** The name that labels keep of a person (D48). */
export function nameOf(actor: Actor): string {
  return actor.worker ? `human/${actor.worker.email}` : `human/${actor.domain_name}/${actor.user_name}`
}
