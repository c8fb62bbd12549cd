import { MemberRole } from '#contract/codes.ts'
import { errors, type Refusal } from '#contract/errors.ts'
import type { Actor } from '#server/actor.ts'

/**
 * What a manager may not do to a member of his own team (D2): touch himself (E4618), make somebody a manager or touch one
 * (E4600). null: he may, as the owner always may.
 */
export function refuseToManager(
  { worker }: Actor,
  { worker_id, role }: { worker_id: string; role: number },
): Refusal | null {
  if (!worker) return null
  if (worker.worker_id === worker_id) return errors.notYourself.refusal()
  if (role !== MemberRole.manager) return null
  return errors.memberMayNot.refusal('Only the owner adds, changes and removes managers.')
}
