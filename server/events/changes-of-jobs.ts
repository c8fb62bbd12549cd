import type { Db } from '#adapters/sql/store.ts'
import type { ChangeEvent } from '#contract/events.ts'
import type { JobKind } from '#server/jobs/jobs.ts'
import type { Services } from '#server/services.ts'
import type { Change } from './events.ts'

type Kinds = readonly ChangeEvent['kind'][]
type Subject = Pick<Change, 'project_id' | 'dataset_id' | 'workforce_task_id'>
/** What a job is about, asked before the work, which may remove the records; and what it changes there. */
export type Telling = { find: FindSubject; kinds: Kinds }
type FindSubject = (db: Db, id: string) => Promise<Subject | undefined>

/** How often work in the background says how far it is, in milliseconds. */
const TICK = 1000

/** The same job, telling what it changes: when it begins, every second, and when it has ended. */
export function told(services: Services, job: JobKind, { find, kinds }: Telling): JobKind {
  const { events, store } = services
  return {
    unfinished: job.unfinished,
    run: async (id) => {
      const subject = await find(store.db, id)
      const tell = (those: Kinds) => {
        if (subject) for (const kind of those) events.publish({ ...namesFor(kind, subject), kind })
      }
      tell(['jobs'])
      const ticking = setInterval(() => tell([...kinds, 'jobs']), TICK)
      try {
        await job.run(id)
      } finally {
        clearInterval(ticking)
        tell([...kinds, 'jobs'])
      }
    },
  }
}

/** What changes in the dataset is not named after the task that did it. */
function namesFor(kind: ChangeEvent['kind'], { project_id, dataset_id, workforce_task_id }: Subject): Subject {
  const ofDataset = kind === 'dataset' || kind === 'sample'
  return ofDataset ? { project_id, dataset_id } : { project_id, dataset_id, workforce_task_id }
}

export const findDatasetOf: FindSubject = (db, dataset_id) =>
  db.selectFrom('dataset').select(['project_id', 'dataset_id']).where('dataset_id', '=', dataset_id).executeTakeFirst()

export const findDatasetOfDataTask: FindSubject = (db, task_id) =>
  db
    .selectFrom('data_task as t')
    .innerJoin('dataset as d', 'd.dataset_id', 't.dataset_id')
    .select(['d.project_id', 'd.dataset_id'])
    .where('t.task_id', '=', task_id)
    .executeTakeFirst()

export const findDatasetOfVersion: FindSubject = (db, version_id) =>
  db
    .selectFrom('dataset_version as v')
    .innerJoin('dataset as d', 'd.dataset_id', 'v.dataset_id')
    .select(['d.project_id', 'd.dataset_id'])
    .where('v.version_id', '=', version_id)
    .executeTakeFirst()

export const findTaskOf: FindSubject = (db, task_id) => tasks(db).where('t.task_id', '=', task_id).executeTakeFirst()

export const findTaskOfAcceptance: FindSubject = (db, checking_task_id) =>
  tasks(db)
    .innerJoin('acceptance as a', 'a.task_id', 't.task_id')
    .where('a.checking_task_id', '=', checking_task_id)
    .executeTakeFirst()

function tasks(db: Db) {
  return db
    .selectFrom('workforce_task as t')
    .innerJoin('dataset as d', 'd.dataset_id', 't.dataset_id')
    .select(['d.project_id', 'd.dataset_id', 't.task_id as workforce_task_id'])
}
