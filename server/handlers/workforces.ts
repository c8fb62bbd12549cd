import { countMembers } from '#adapters/sql/workers.ts'
import { type CountedWorkforce, countWorkforces, listWorkforces as readWorkforces } from '#adapters/sql/workforces.ts'
import type { CreateWorkforceResp, ListWorkforcesResp, Workforce } from '#contract/workforces.ts'
import { type Call, workforceOf } from '#server/handler.ts'
import { deleteWorkforce as removeWorkforce } from '#server/usecases/delete-workforce.ts'
import {
  updateWorkforce as changeWorkforce,
  createWorkforce as makeWorkforce,
} from '#server/usecases/save-workforce.ts'

/** Teams of the project, for a manager his own; `workforce_task_id` keeps those that take part in a task. */
export async function listWorkforces(call: Call<'ListWorkforces'>): Promise<ListWorkforcesResp> {
  const { services, actor, scope, query } = call
  const { sort_by, order, offset, limit, search_content, workforce_task_id } = query
  const wanted = {
    project_id: actor.project_id,
    search_content,
    task_id: workforce_task_id,
    managed_by: scope.own ? actor.worker?.worker_id : undefined,
  }
  return services.store.snapshot(async (db) => {
    const total_number = await countWorkforces(db, wanted)
    const workforces = await readWorkforces(db, wanted, { sort_by, order, skip: offset * limit, limit })
    return { total_number, workforces: workforces.map(viewWorkforce) }
  })
}

export async function createWorkforce(call: Call<'CreateWorkforce'>): Promise<CreateWorkforceResp> {
  const { services, actor, body } = call
  return { workforce_id: await makeWorkforce(services, { project_id: actor.project_id, body }) }
}

export async function descWorkforce({ services, scope }: Call<'DescWorkforce'>): Promise<Workforce> {
  const workforce = workforceOf(scope)
  return viewWorkforce({ ...workforce, worker_count: await countMembers(services.store.read, workforce) })
}

export async function updateWorkforce({ services, scope, body }: Call<'UpdateWorkforce'>): Promise<object> {
  await changeWorkforce(services, { ...workforceOf(scope), body })
  return {}
}

export async function deleteWorkforce({ services, actor, scope }: Call<'DeleteWorkforce'>): Promise<null> {
  await removeWorkforce(services, { actor, workforce_id: workforceOf(scope).workforce_id })
  return null
}

function viewWorkforce(workforce: CountedWorkforce): Workforce {
  const { workforce_id, workforce_name, description, worker_count, create_time, update_time } = workforce
  return { workforce_id, workforce_name, description, worker_count, create_time, update_time }
}
