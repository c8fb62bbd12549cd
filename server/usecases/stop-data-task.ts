import { findTaskOfDataset } from '#adapters/sql/data-tasks.ts'
import type { DatasetRow, DataTaskKind, DataTaskRow } from '#adapters/sql/tables.ts'
import { DatasetStatus } from '#contract/codes.ts'
import { errors, type Refusal } from '#contract/errors.ts'
import { type Actor, nameOf } from '#server/actor.ts'
import { failExport } from '#server/exports/end-export.ts'
import { endImport } from '#server/imports/end-import.ts'
import type { Services } from '#server/services.ts'
import { endSync } from '#server/sync/end-sync.ts'

/** How a task of each kind ends before its time; one that is done meanwhile stays as it is. */
const ends: Record<DataTaskKind, (services: Services, task: DataTaskRow, refusal: Refusal) => Promise<void>> = {
  import: (services, { task_id }, refusal) => endImport(services, task_id, { refusal, missed: null }),
  sync: (services, task, refusal) => endSync(services, task, { refusal }),
  export: (services, { task_id }, refusal) => failExport(services, task_id, refusal),
}

const kept: Record<DataTaskKind, string> = {
  import: 'What had come in by then stays in the dataset.',
  sync: 'What had been brought in line by then stays so.',
  export: 'Files that had been written by then stay where they are.',
}

/**
 * Ends work on the data of a dataset that somebody does not want any more (formats 7, "cancel"). Whoever does the work sees it
 * at his next step, for each one begins with a look at the task.
 */
export async function stopDataTask(
  services: Services,
  { actor, dataset, task_id }: { actor: Actor; dataset: DatasetRow; task_id: string },
): Promise<void> {
  const { dataset_id, status, workforce_information } = dataset
  const task = await findTaskOfDataset(services.store.db, { dataset_id, task_id })
  if (!task) throw errors.dataTaskNotFound()
  const kind = task.kind as DataTaskKind
  const isPromised = kind === 'import' && status === DatasetStatus.creating && workforce_information !== null
  const missed = isPromised ? ' The team task that waited for it was not made.' : ''
  const refusal = errors.workStopped.refusal(`${nameOf(actor)} stopped it. ${kept[kind]}${missed}`)
  await ends[kind](services, task, refusal)
}
