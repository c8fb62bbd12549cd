import type { Db, Tx } from './store.ts'
import type { GuidelineRow } from './tables.ts'

export function findGuideline(db: Db, task_id: string): Promise<GuidelineRow | undefined> {
  return db.selectFrom('guideline').selectAll().where('task_id', '=', task_id).executeTakeFirst()
}

export async function putGuideline(tx: Tx, guideline: GuidelineRow): Promise<void> {
  const { text, update_time } = guideline
  await tx
    .insertInto('guideline')
    .values(guideline)
    .onConflict((conflict) => conflict.column('task_id').doUpdateSet({ text, update_time }))
    .execute()
}
