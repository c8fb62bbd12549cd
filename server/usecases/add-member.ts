import { writeAudit } from '#adapters/sql/audit.ts'
import { lockWorkforce } from '#adapters/sql/locks.ts'
import { countMembers, findManager, findMember, insertPerson } from '#adapters/sql/workers.ts'
import { MemberRole } from '#contract/codes.ts'
import { errors } from '#contract/errors.ts'
import { quote } from '#contract/text.ts'
import type { CreateWorkerReq } from '#contract/workers.ts'
import { readMailAddress } from '#core/codecs/mail-address.ts'
import { authorizeAgain } from '#server/access.ts'
import { type Actor, nameOf } from '#server/actor.ts'
import { workerIdOf } from '#server/ids.ts'
import { MOST_MEMBERS } from '#server/limits.ts'
import { refuse } from '#server/refuse.ts'
import type { Services } from '#server/services.ts'
import { refuseToManager } from './manager-rules.ts'

/**
 * Adds a person to a team by mail address; nothing is mailed (behaviour 1). The same address is the same person in every
 * team, and again after he was deleted.
 *
 * Refuses what is no address (E4396), a manager made by a manager (E4600), an address that is in the team (E4605), a
 * second manager (E4617) and a member too many (E0118).
 */
export async function addMember(
  { store, now }: Services,
  { actor, workforce_id, body }: { actor: Actor; workforce_id: string; body: CreateWorkerReq },
): Promise<void> {
  const { project_id } = actor
  const email = readMailAddress(body.emails)
  if (email === null) throw errors.parameterInvalid(`emails: must be one mail address, not ${quote(body.emails)}`)
  const role = Number(body.role) as MemberRole
  const worker_id = workerIdOf(project_id, email)
  const create_time = now()
  await store.transaction(async (tx) => {
    if (!(await lockWorkforce(tx, workforce_id, 'update'))) throw errors.workforceNotFound()
    await authorizeAgain(tx, actor, 'CreateWorker', { workforce_id })
    const member = await findMember(tx, workforce_id, worker_id)
    if (member) throw errors.emailTaken(`emails: ${email} is in the team already.`)
    const refusal = refuseToManager(actor, { worker_id, role })
    if (refusal) throw refuse(refusal)
    if (role === MemberRole.manager && (await findManager(tx, workforce_id)))
      throw errors.managerTaken('role: the team has a manager already.')
    if ((await countMembers(tx, { project_id, workforce_id })) >= MOST_MEMBERS) {
      throw errors.limitExceeded(`The team has ${MOST_MEMBERS} members already.`)
    }
    await insertPerson(tx, { worker_id, project_id, email, now: create_time })
    await tx
      .insertInto('membership')
      .values({
        workforce_id,
        worker_id,
        role,
        description: body.description ?? '',
        create_time,
        update_time: create_time,
      })
      .execute()
    await writeAudit(tx, {
      project_id,
      actor: nameOf(actor),
      action: 'member.add',
      object_id: worker_id,
      detail: { workforce_id, role },
      create_time,
    })
  })
}
