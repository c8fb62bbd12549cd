/** Who makes a call. */
export type Actor = {
  account_id: string
  user_name: string
  domain_name: string
  project_id: string
  /** null for an owner. */
  worker: { worker_id: string; email: string } | null
}

/** The name that labels keep of a person (D48). */
export function nameOf(actor: Actor): string {
  return actor.worker ? `human/${actor.worker.email}` : `human/${actor.domain_name}/${actor.user_name}`
}
