import { lockTeamsOf, lockWorkforce } from '#adapters/sql/locks.ts'
import { countWorkforces, isWorkforceNameTaken } from '#adapters/sql/workforces.ts'
import { errors } from '#contract/errors.ts'
import type { CreateWorkforceReq, UpdateWorkforceReq } from '#contract/workforces.ts'
import { newId } from '#server/ids.ts'
import { MOST_TEAMS } from '#server/limits.ts'
import type { Services } from '#server/services.ts'

/** Makes a team without members and returns its workforce_id. Refuses a taken name (E4602) and a team too many (E0118). */
export function createWorkforce(
  { store, now }: Services,
  { project_id, body }: { project_id: string; body: CreateWorkforceReq },
): Promise<string> {
  const { workforce_name, description = '' } = body
  const workforce_id = newId()
  const time = now()
  return store.transaction(async (tx) => {
    await lockTeamsOf(tx, project_id)
    if (await isWorkforceNameTaken(tx, { project_id, workforce_name })) throw nameTaken(workforce_name)
    if ((await countWorkforces(tx, { project_id })) >= MOST_TEAMS) {
      throw errors.limitExceeded(`The project has ${MOST_TEAMS} teams already.`)
    }
    await tx
      .insertInto('workforce')
      .values({ workforce_id, project_id, workforce_name, description, create_time: time, update_time: time })
      .execute()
    return workforce_id
  })
}

/** Changes name and description, as far as they are sent; an empty description clears. Refuses a taken name (E4602). */
export async function updateWorkforce(
  { store, now }: Services,
  { project_id, workforce_id, body }: { project_id: string; workforce_id: string; body: UpdateWorkforceReq },
): Promise<void> {
  const { workforce_name, description } = body
  if (workforce_name === undefined && description === undefined) return
  const update_time = now()
  await store.transaction(async (tx) => {
    await lockTeamsOf(tx, project_id)
    const workforce = await lockWorkforce(tx, workforce_id, 'update')
    if (!workforce) throw errors.workforceNotFound()
    const name = workforce_name ?? workforce.workforce_name
    if (await isWorkforceNameTaken(tx, { project_id, workforce_name: name, except: workforce_id })) {
      throw nameTaken(name)
    }
    await tx
      .updateTable('workforce')
      .set({ workforce_name: name, description: description ?? workforce.description, update_time })
      .where('workforce_id', '=', workforce_id)
      .execute()
  })
}

function nameTaken(name: string) {
  return errors.workforceNameTaken(`workforce_name: another team of the project is called ${name}.`)
}
