import { countMembers, findMember, listMembers, type MemberQuery, type MemberRow } from '#adapters/sql/workers.ts'
import type { MemberRole, WorkerStatus } from '#contract/codes.ts'
import type { BatchReply } from '#contract/common.ts'
import { errors } from '#contract/errors.ts'
import type { ListWorkersResp, Worker } from '#contract/workers.ts'
import { type Call, workforceOf } from '#server/handler.ts'
import { MOST_ITEMS } from '#server/limits.ts'
import { refuse } from '#server/refuse.ts'
import { itemisedReply } from '#server/replies.ts'
import { addMember } from '#server/usecases/add-member.ts'
import { removeMembers } from '#server/usecases/remove-members.ts'
import { updateMember } from '#server/usecases/update-member.ts'

/** Members of all teams who have one role, for a manager of his own team: one row for each membership. */
export function listAllWorkers(call: Call<'ListAllWorkers'>): Promise<ListWorkersResp> {
  const { actor, scope, query } = call
  const managed_by = scope.own ? actor.worker?.worker_id : undefined
  return listPage(call, { project_id: actor.project_id, role: query.role, managed_by })
}

export function listWorkers(call: Call<'ListWorkers'>): Promise<ListWorkersResp> {
  const { project_id, workforce_id } = workforceOf(call.scope)
  return listPage(call, { project_id, workforce_id })
}

export async function createWorker({ services, actor, scope, body }: Call<'CreateWorker'>): Promise<object> {
  await addMember(services, { actor, workforce_id: workforceOf(scope).workforce_id, body })
  return {}
}

export async function batchDeleteWorkers(call: Call<'BatchDeleteWorkers'>): Promise<BatchReply> {
  const { services, actor, scope, body } = call
  const worker_ids = body.workers
  if (worker_ids.length === 0) throw errors.emptyRequest('workers: must hold at least one member id')
  if (worker_ids.length > MOST_ITEMS) throw errors.limitExceeded(`workers: at most ${MOST_ITEMS} members in one call`)
  const { workforce_id } = workforceOf(scope)
  const results = await removeMembers(services, { actor, workforce_id, worker_ids })
  return itemisedReply(
    results.map((refusal, index) => refusal && { ...refusal, error_msg: `workers[${index}]: ${refusal.error_msg}` }),
  )
}

export async function descWorker({ services, scope, params }: Call<'DescWorker'>): Promise<Worker> {
  const member = await findMember(services.store.read, workforceOf(scope).workforce_id, params.worker_id)
  if (!member) throw errors.workerNotFound()
  return viewMember(member)
}

export async function updateWorker({ services, actor, scope, params, body }: Call<'UpdateWorker'>): Promise<object> {
  const { workforce_id } = workforceOf(scope)
  await updateMember(services, { actor, workforce_id, worker_id: params.worker_id, body })
  return {}
}

export async function deleteWorker({ services, actor, scope, params }: Call<'DeleteWorker'>): Promise<null> {
  const { workforce_id } = workforceOf(scope)
  const [refusal] = await removeMembers(services, { actor, workforce_id, worker_ids: [params.worker_id] })
  // The address names him here, and what an address names in vain is not found (D45).
  if (refusal?.error_code === errors.workerUnknown.error_code) throw errors.workerNotFound()
  if (refusal) throw refuse(refusal)
  return null
}

async function listPage(
  { services, query }: Call<'ListAllWorkers'> | Call<'ListWorkers'>,
  wanted: MemberQuery,
): Promise<ListWorkersResp> {
  const { sort_by, order, offset, limit } = query
  return services.store.snapshot(async (db) => {
    const total_number = await countMembers(db, wanted)
    const members = await listMembers(db, wanted, { sort_by, order, skip: offset * limit, limit })
    return { total_number, workers: members.map(viewMember) }
  })
}

function viewMember({ workforce_id, worker_id, email, role, status, description, ...times }: MemberRow): Worker {
  const { create_time, update_time } = times
  return {
    email,
    worker_id,
    workforce_id,
    status: status as WorkerStatus,
    role: role as MemberRole,
    description,
    create_time,
    update_time,
  }
}
