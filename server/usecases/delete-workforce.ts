import { writeAudit } from '#adapters/sql/audit.ts'
import { lockWorkforce } from '#adapters/sql/locks.ts'
import { readMembersOfTeam } from '#adapters/sql/workers.ts'
import { errors } from '#contract/errors.ts'
import { type Actor, nameOf } from '#server/actor.ts'
import { refuse } from '#server/refuse.ts'
import type { Services } from '#server/services.ts'
import { dropMembers, findBusy } from './remove-members.ts'

/** Deletes a team with all its members; one member with an unfinished task keeps them all (E4628, behaviour 3.5). */
export async function deleteWorkforce(
  { store, jobs, now }: Services,
  { actor, workforce_id }: { actor: Actor; workforce_id: string },
): Promise<void> {
  const time = now()
  const gone = await store.transaction(async (tx) => {
    const workforce = await lockWorkforce(tx, workforce_id, 'update')
    if (!workforce) throw errors.workforceNotFound()
    const members = await readMembersOfTeam(tx, workforce_id)
    const [first] = (await findBusy(tx, workforce_id, members)).values()
    if (first) throw refuse(first)
    const gone = await dropMembers(tx, { workforce_id, members, now: time })
    await tx.deleteFrom('workforce').where('workforce_id', '=', workforce_id).execute()
    await writeAudit(tx, {
      project_id: actor.project_id,
      actor: nameOf(actor),
      action: 'workforce.delete',
      object_id: workforce_id,
      detail: {
        workforce_name: workforce.workforce_name,
        workers: members.map(({ worker_id, role }) => ({ worker_id, role })),
      },
      create_time: time,
    })
    return gone
  })
  for (const worker_id of gone) jobs.start('erase-names', worker_id)
}
