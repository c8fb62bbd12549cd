import type { Tx } from './store.ts'
import type { AuditRow } from './tables.ts'

/** Writes down who did what with whose data; rows are never changed (reliability 3, "Logs"), but for the address of a deleted member. */
export async function writeAudit(
  tx: Tx,
  record: Omit<AuditRow, 'audit_key' | 'detail'> & { detail: Record<string, unknown> },
): Promise<void> {
  await tx
    .insertInto('audit')
    .values({ ...record, detail: JSON.stringify(record.detail) })
    .execute()
}
