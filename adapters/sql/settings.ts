import type { Db } from './store.ts'
import type { SettingRow } from './tables.ts'

/** The value on which all processes on these records agree: the one of whoever came first. */
export async function agreeOnSetting(db: Db, name: SettingRow['name'], value: string): Promise<string> {
  await db
    .insertInto('setting')
    .values({ name, value })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  const row = await db.selectFrom('setting').select('value').where('name', '=', name).executeTakeFirstOrThrow()
  return row.value
}
