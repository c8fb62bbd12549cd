import type { Muster } from './connection.ts'
import { saveDownload } from './downloads.ts'
import { textOf } from './output.ts'

const SHOWN = 10

export type TaskNames = { dataset_id: string; task_id: string }

/** The first of what a job could not read or hold. */
export async function printProblems({ call }: Muster, names: TaskNames): Promise<void> {
  const { problems, cursor } = await call('ListDataTaskProblems', { ...names, limit: SHOWN })
  if (problems.length === 0) return
  console.log('')
  for (const { kind, path, line, reason } of problems) {
    console.log(textOf(`  ${kind}: ${path}${line === undefined ? '' : `:${line}`} ${reason}`))
  }
  if (cursor !== undefined) console.log('  … and more: --problems FILE.csv writes all of it')
}

/** All of it as a file for spreadsheets. */
export function saveProblems(muster: Muster, { dataset_id, task_id }: TaskNames, file: string): Promise<void> {
  return saveDownload(muster, `/muster/v1/datasets/${dataset_id}/data-tasks/${task_id}/problems.csv`, file)
}
