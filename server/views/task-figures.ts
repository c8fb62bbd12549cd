import { findLastAcceptances, tallyOfTask } from '#adapters/sql/acceptances.ts'
import { countEntriesOfTasks, type EntryCounts, sumCounts } from '#adapters/sql/entry-counts.ts'
import type { Db } from '#adapters/sql/store.ts'
import type { AcceptanceRow, WorkforceTaskRow } from '#adapters/sql/tables.ts'
import { readTaskPeople, type TaskPerson } from '#adapters/sql/task-members.ts'
import { WorkforceTaskStatus } from '#contract/codes.ts'
import { NO_VERDICTS, type Tally } from '#core/acceptance/report.ts'

/** What is shown of tasks beside their own rows; everything comes from counters. */
export type TaskFigures = {
  /** All who take part or once did. */
  people: TaskPerson[]
  /** By worker; empty before the deal is done. */
  counts: ReadonlyMap<string, EntryCounts>
  /** The last one. */
  acceptance: AcceptanceRow | undefined
}

/** Entries are shown once all are dealt (behaviour 3.2): not of a created task nor of one that is starting. */
export function showsEntries({ status }: Pick<WorkforceTaskRow, 'status'>): boolean {
  return status !== WorkforceTaskStatus.created && status !== WorkforceTaskStatus.starting
}

/** The figures of some tasks, in a handful of queries for all of them. */
export async function readTaskFigures(
  db: Db,
  tasks: readonly Pick<WorkforceTaskRow, 'task_id' | 'status'>[],
): Promise<Map<string, TaskFigures>> {
  if (tasks.length === 0) return new Map()
  const task_ids = tasks.map(({ task_id }) => task_id)
  const people = Map.groupBy(await readTaskPeople(db, task_ids), ({ task_id }) => task_id)
  const dealt = tasks.filter(showsEntries).map(({ task_id }) => task_id)
  const counts = await countEntriesOfTasks(db, dealt)
  const acceptances = await findLastAcceptances(db, dealt)
  return new Map(
    task_ids.map((task_id) => [
      task_id,
      {
        people: people.get(task_id) ?? [],
        counts: counts.get(task_id) ?? new Map(),
        acceptance: acceptances.get(task_id),
      },
    ]),
  )
}

/** All entries of a task. */
export const totalCounts = ({ counts }: Pick<TaskFigures, 'counts'>): EntryCounts => sumCounts(counts.values())

/** What all acceptances of a task came to, or those of one member's entries (behaviour 5.3). */
export async function verdictsOf(
  db: Db,
  { task_id, acceptance_number }: Pick<WorkforceTaskRow, 'task_id' | 'acceptance_number'>,
  worker_id?: string,
): Promise<Tally> {
  if (acceptance_number === 0) return { pool: 0, drawn: 0, verdicts: NO_VERDICTS }
  return tallyOfTask(db, task_id, worker_id)
}
