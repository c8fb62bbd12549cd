import { writeAudit } from '#adapters/sql/audit.ts'
import { lockWorkforce } from '#adapters/sql/locks.ts'
import type { Tx } from '#adapters/sql/store.ts'
import { deleteMemberships, erasePeople, findMembers, findOpenTasks, type MemberRow } from '#adapters/sql/workers.ts'
import { errors, type Refusal } from '#contract/errors.ts'
import { authorizeAgain } from '#server/access.ts'
import { type Actor, nameOf } from '#server/actor.ts'
import { forgetMember } from '#server/identity/accounts.ts'
import type { ItemResult } from '#server/replies.ts'
import type { Services } from '#server/services.ts'
import { refuseToManager } from './manager-rules.ts'

/**
 * Takes members out of a team: each is judged by himself, in order, and those who can go leave together. Stays who is not
 * in the team (E4604), whom a manager may not touch (E4618, E4600) and who has an unfinished task (E4628).
 */
export async function removeMembers(
  { store, jobs, now }: Services,
  { actor, workforce_id, worker_ids }: { actor: Actor; workforce_id: string; worker_ids: readonly string[] },
): Promise<ItemResult[]> {
  const time = now()
  const { results, gone } = await store.transaction(async (tx) => {
    if (!(await lockWorkforce(tx, workforce_id, 'update'))) throw errors.workforceNotFound()
    await authorizeAgain(tx, actor, 'BatchDeleteWorkers', { workforce_id })
    const found = await findMembers(tx, workforce_id, worker_ids)
    const members = new Map(found.map((member) => [member.worker_id, member]))
    const busy = await findBusy(tx, workforce_id, found)
    const leaving: MemberRow[] = []
    const results = worker_ids.map((worker_id) => {
      const member = members.get(worker_id)
      if (!member) return errors.workerUnknown.refusal('is not a member of the team')
      const refusal = refuseToManager(actor, member) ?? busy.get(worker_id) ?? null
      if (refusal) return refusal
      // Named once more, he is not there any more.
      members.delete(worker_id)
      leaving.push(member)
      return null
    })
    const gone = await dropMembers(tx, { workforce_id, members: leaving, now: time })
    for (const { worker_id, role } of leaving) {
      await writeAudit(tx, {
        project_id: actor.project_id,
        actor: nameOf(actor),
        action: 'member.delete',
        object_id: worker_id,
        detail: { workforce_id, role },
        create_time: time,
      })
    }
    return { results, gone }
  })
  for (const worker_id of gone) jobs.start('erase-names', worker_id)
  return results
}

/** Those who cannot leave because of an unfinished task, with the refusal that names the first one. */
export async function findBusy(
  tx: Tx,
  workforce_id: string,
  members: readonly MemberRow[],
): Promise<Map<string, Refusal>> {
  const busy = new Map<string, Refusal>()
  if (members.length === 0) return busy
  const addresses = new Map(members.map(({ worker_id, email }) => [worker_id, email]))
  for (const { worker_id, task_name, dataset_name } of await findOpenTasks(tx, workforce_id, [...addresses.keys()])) {
    if (busy.has(worker_id)) continue
    const task = `the unfinished team task ${task_name} of the dataset ${dataset_name}`
    busy.set(worker_id, errors.memberHasOpenTask.refusal(`${addresses.get(worker_id)} takes part in ${task}.`))
  }
  return busy
}

/**
 * Whoever leaves his last team is forgotten: address, account, sessions, invitation, mails that wait (behaviour 1). Answers
 * those; their names are still to be erased by the job `erase-names`.
 */
export async function dropMembers(
  tx: Tx,
  { workforce_id, members, now }: { workforce_id: string; members: readonly MemberRow[]; now: number },
): Promise<string[]> {
  if (members.length === 0) return []
  const worker_ids = members.map(({ worker_id }) => worker_id)
  const gone = await deleteMemberships(tx, { workforce_id, worker_ids, now })
  if (gone.length === 0) return []
  await erasePeople(tx, gone, now)
  for (const worker_id of gone) await forgetMember(tx, worker_id)
  return gone
}
