import { writeAudit } from '#adapters/sql/audit.ts'
import { lockWorkforce } from '#adapters/sql/locks.ts'
import { findManager, findMember } from '#adapters/sql/workers.ts'
import { MemberRole } from '#contract/codes.ts'
import { errors } from '#contract/errors.ts'
import type { UpdateWorkerReq } from '#contract/workers.ts'
import { authorizeAgain } from '#server/access.ts'
import { type Actor, nameOf } from '#server/actor.ts'
import { refuse } from '#server/refuse.ts'
import type { Services } from '#server/services.ts'
import { refuseToManager } from './manager-rules.ts'

/**
 * Changes role and description of a member, as far as they are sent. Tasks that exist keep the roles they were made with
 * (behaviour 1). Refuses somebody who is not in the team (404 E4604), a second manager (E4617), and to a manager what
 * `refuseToManager` says (E4618, E4600).
 */
export async function updateMember(
  { store, now }: Services,
  request: { actor: Actor; workforce_id: string; worker_id: string; body: UpdateWorkerReq },
): Promise<void> {
  const { actor, workforce_id, worker_id, body } = request
  const update_time = now()
  await store.transaction(async (tx) => {
    if (!(await lockWorkforce(tx, workforce_id, 'update'))) throw errors.workforceNotFound()
    await authorizeAgain(tx, actor, 'UpdateWorker', { workforce_id })
    const member = await findMember(tx, workforce_id, worker_id)
    if (!member) throw errors.workerNotFound()
    const role = body.role ?? member.role
    const refusal = refuseToManager(actor, member) ?? refuseToManager(actor, { worker_id, role })
    if (refusal) throw refuse(refusal)
    const description = body.description ?? member.description
    if (body.role === undefined && body.description === undefined) return
    const becomesManager = role === MemberRole.manager && member.role !== MemberRole.manager
    if (becomesManager && (await findManager(tx, workforce_id)))
      throw errors.managerTaken('role: the team has a manager already.')
    await tx
      .updateTable('membership')
      .set({ role, description, update_time })
      .where('workforce_id', '=', workforce_id)
      .where('worker_id', '=', worker_id)
      .execute()
    if (role === member.role) return
    await writeAudit(tx, {
      project_id: actor.project_id,
      actor: nameOf(actor),
      action: 'member.role',
      object_id: worker_id,
      detail: { workforce_id, from: member.role, to: role },
      create_time: update_time,
    })
  })
}
