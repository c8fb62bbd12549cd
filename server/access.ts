import { prepared } from '#adapters/sql/prepared.ts'
import type { Db } from '#adapters/sql/store.ts'
import type { DatasetRow, TaskMemberRow, WorkforceRow, WorkforceTaskRow } from '#adapters/sql/tables.ts'
import { DatasetStatus, WorkerRole, WorkforceTaskStatus } from '#contract/codes.ts'
import { errors } from '#contract/errors.ts'
import type { CallId } from '#contract/operations.ts'
import type { Actor } from './actor.ts'
import { permissions } from './permissions.ts'

/**
 * The one door for permission. It finds what the path names within the reach of the caller and asks the table in
 * `permissions.ts`; what is unknown, of somebody else or out of reach is refused with the same bytes (behaviour 1, D45).
 */
export type Scope = {
  role: WorkerRole
  /** Only rows that belong to the caller; see the table. */
  own: boolean
  dataset?: DatasetRow
  task?: WorkforceTaskRow
  /** The caller's part in the task; missing for an owner. */
  member?: TaskMemberRow
  workforce?: WorkforceRow
}

/** One path calls its dataset `resource_id`. */
type Names = { dataset_id?: string; resource_id?: string; workforce_task_id?: string; workforce_id?: string }

export async function authorize(db: Db, actor: Actor, operation: CallId, names: Names): Promise<Scope> {
  const { found, roles } = await reach(db, actor, names)
  if (found.dataset?.status === DatasetStatus.deleting) {
    throw LABEL_WRITES.includes(operation) ? errors.datasetDeleting() : errors.datasetNotFound()
  }
  const rule = permissions[operation]
  const scope = { ...found, own: false }
  for (const role of [WorkerRole.owner, WorkerRole.manager, WorkerRole.reviewer, WorkerRole.labeler]) {
    if (!roles.includes(role)) continue
    const grant = rule[role]
    if (grant === 'all' || grant === 'own') return { ...scope, role, own: grant === 'own' }
    if (grant === 'agency' && found.task?.agency_worker_id === actor.worker?.worker_id) return { ...scope, role }
  }
  if (operation === 'CreateWorkforceTask') throw errors.memberMayNotCreateTask()
  throw errors.memberMayNot()
}

/**
 * To be called under the lock of the task or team that a call changes: a member may have left it, or got another role there,
 * since the door let him in. One row tells as a rule; who has no part in it any more is refused as at the door.
 */
export async function authorizeAgain(db: Db, actor: Actor, operation: CallId, names: Names): Promise<void> {
  if (!actor.worker) return
  const { workforce_task_id: task_id } = names
  const [member] = task_id === undefined ? [] : await findTaskMember(db, task_id, actor.worker.worker_id)
  const grant = member && permissions[operation][member.role]
  if (grant !== 'all' && grant !== 'own') await authorize(db, actor, operation, names)
}

/** They hear that the dataset is being deleted; for all others it is gone already (behaviour 2.1). */
const LABEL_WRITES: readonly CallId[] = ['UpdateSamples', 'UpdateWorkforceTaskSamples']

type Found = Pick<Scope, 'dataset' | 'task' | 'workforce' | 'member'>

/**
 * What the path names, as far as it lies in the caller's project and, for a member, among his teams and tasks; and the
 * roles in which he meets it.
 */
async function reach(db: Db, actor: Actor, names: Names): Promise<{ found: Found; roles: number[] }> {
  const worker_id = actor.worker?.worker_id
  const owner = [WorkerRole.owner]
  if (names.workforce_id !== undefined) {
    const workforce = await findWorkforce(db, actor.project_id, names.workforce_id)
    const roles = worker_id ? await teamRoles(db, worker_id, names.workforce_id) : owner
    if (!workforce || roles.length === 0) throw errors.workforceNotFound()
    return { found: { workforce }, roles }
  }
  const dataset_id = names.dataset_id ?? names.resource_id
  if (dataset_id === undefined) {
    if (!worker_id) return { found: {}, roles: owner }
    return { found: {}, roles: [...(await teamRoles(db, worker_id)), ...(await taskRoles(db, worker_id))] }
  }
  const [dataset] = await findDataset(db, actor.project_id, dataset_id)
  if (!dataset) throw errors.datasetNotFound()
  const rolesInDataset = async () => (worker_id ? await taskRoles(db, worker_id, dataset.dataset_id) : owner)
  if (names.workforce_task_id === undefined) {
    const roles = await rolesInDataset()
    if (roles.length === 0) throw errors.datasetNotFound()
    return { found: { dataset }, roles }
  }
  const [task] = await findTask(db, dataset.dataset_id, names.workforce_task_id)
  if (task && !worker_id) return { found: { dataset, task }, roles: owner }
  const member = task && (await findMember(db, task, worker_id!))
  if (member) return { found: { dataset, task, member }, roles: [member.role] }
  throw (await rolesInDataset()).length === 0 ? errors.datasetNotFound() : errors.workforceTaskNotFound()
}

const findDataset = prepared((db: Db, project_id: string, dataset_id: string) =>
  db
    .selectFrom('dataset')
    .selectAll()
    .where('dataset_id', '=', dataset_id)
    .where('project_id', '=', project_id)
    .where('status', '<>', DatasetStatus.deleted),
)

const findTask = prepared((db: Db, dataset_id: string, task_id: string) =>
  db
    .selectFrom('workforce_task')
    .selectAll()
    .where('task_id', '=', task_id)
    .where('dataset_id', '=', dataset_id)
    .where('deleted', '=', 0),
)

/** A created task is seen by the owner and its manager only (behaviour 2.2). */
async function findMember(db: Db, task: WorkforceTaskRow, worker_id: string): Promise<TaskMemberRow | undefined> {
  const [member] = await findTaskMember(db, task.task_id, worker_id)
  return task.status === WorkforceTaskStatus.created && member?.role !== WorkerRole.manager ? undefined : member
}

const findTaskMember = prepared((db: Db, task_id: string, worker_id: string) =>
  db
    .selectFrom('task_member')
    .selectAll()
    .where('task_id', '=', task_id)
    .where('worker_id', '=', worker_id)
    .where('removed', '=', 0),
)

function findWorkforce(db: Db, project_id: string, workforce_id: string): Promise<WorkforceRow | undefined> {
  return db
    .selectFrom('workforce')
    .selectAll()
    .where('workforce_id', '=', workforce_id)
    .where('project_id', '=', project_id)
    .executeTakeFirst()
}

async function taskRoles(db: Db, worker_id: string, dataset_id?: string): Promise<number[]> {
  const rows = await db
    .selectFrom('task_member as m')
    .innerJoin('workforce_task as t', 't.task_id', 'm.task_id')
    .select('m.role')
    .distinct()
    .where('m.worker_id', '=', worker_id)
    .where('m.removed', '=', 0)
    .where((eb) => eb.or([eb('t.status', '<>', WorkforceTaskStatus.created), eb('m.role', '=', WorkerRole.manager)]))
    .$if(dataset_id !== undefined, (query) => query.where('t.dataset_id', '=', dataset_id!))
    .execute()
  return rows.map(({ role }) => role)
}

async function teamRoles(db: Db, worker_id: string, workforce_id?: string): Promise<number[]> {
  const rows = await db
    .selectFrom('membership')
    .select('role')
    .distinct()
    .where('worker_id', '=', worker_id)
    .$if(workforce_id !== undefined, (query) => query.where('workforce_id', '=', workforce_id!))
    .execute()
  return rows.map(({ role }) => role)
}
