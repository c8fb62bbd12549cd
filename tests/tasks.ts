import type { CreateWorkforceTaskReq } from '#contract/workforce-tasks.ts'
import type { TestServer } from '#tests/app.ts'
import type { TestDataset, TestTeam } from '#tests/builders.ts'

/** The names of a team task as a path has them. */
export type Task = { dataset_id: string; workforce_task_id: string }

export const lines = (count: number) => Array.from({ length: count }, (_, i) => `line ${i}`)

/** All members of some teams, as a call lists them. */
export const everybodyOf = (...teams: TestTeam[]) => ({
  workforces: teams.map(({ workforce_id }) => ({ workforce_id })),
})

/** What tests of team tasks ask of the one server of their file; it is named again and again otherwise. */
export function tasksOf(server: TestServer) {
  const { owner } = server
  const { db } = server.services.store
  return {
    /** Creates a task and waits until it is dealt. */
    async create(dataset: TestDataset, body: CreateWorkforceTaskReq): Promise<Task> {
      const { task_id } = await owner.call('CreateWorkforceTask', dataset, body)
      await server.idle()
      return { dataset_id: dataset.dataset_id, workforce_task_id: task_id }
    },
    describeTask: (task: Task, caller = owner) => caller.call('DescWorkforceTask', task),
    entriesOf: ({ workforce_task_id }: Task) =>
      db.selectFrom('entry').selectAll().where('task_id', '=', workforce_task_id).orderBy('entry_key').execute(),
    async mailsOf({ workforce_task_id }: Task) {
      const mails = await db
        .selectFrom('mail')
        .select(['worker_id', 'kind', 'payload'])
        .where('task_id', '=', workforce_task_id)
        .execute()
      return mails.map(({ payload, ...mail }) => ({ ...mail, ...JSON.parse(payload) }))
    },
    setTask: ({ workforce_task_id }: Task, changes: { status?: number; create_time?: number }) =>
      db.updateTable('workforce_task').set(changes).where('task_id', '=', workforce_task_id).execute(),
  }
}
