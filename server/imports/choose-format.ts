import type { BlobFiles } from '#adapters/files/blob-files.ts'
import { isFileOfDataset } from '#adapters/files/file-types.ts'
import { lockUnfinishedTask, updateDataTask } from '#adapters/sql/data-tasks.ts'
import { type DatasetType, TEXT_DATASET_TYPES } from '#contract/codes.ts'
import { detectFormat } from '#core/formats/detect-format.ts'
import type { Reading } from '#core/formats/format.ts'
import { manifest } from '#core/formats/manifest/manifest.ts'
import { plainFiles } from '#core/formats/plain-files.ts'
import type { Services } from '#server/services.ts'
import { readers } from './formats.ts'
import type { ImportProgress, Source } from './import-plan.ts'

/**
 * How a source is read; null: its task was ended. That is found out once: files that the import itself writes must not change
 * it.
 */
export async function chooseFormat(
  { store, now }: Services,
  source: Source,
  files: BlobFiles,
): Promise<Reading | null> {
  const { task, plan } = source
  const known = (JSON.parse(task.progress) as ImportProgress).format
  if (known !== undefined) return readers[known]!
  const format = plan.format === null ? await formatOf(files, source) : readers[plan.format]!
  return store.transaction(async (tx) => {
    const locked = await lockUnfinishedTask(tx, task.task_id)
    if (!locked) return null
    const time = now()
    await updateDataTask(tx, task.task_id, {
      status: 'RUNNING',
      progress: JSON.stringify({ ...JSON.parse(locked.progress), format: format.name }),
      start_time: locked.start_time ?? time,
      update_time: time,
    })
    return format
  })
}

async function formatOf(files: BlobFiles, { plan, dataset }: Source): Promise<Reading> {
  if (plan.import_type === 'manifest') return manifest
  const dataset_type = dataset.dataset_type as DatasetType
  const isSample = (path: string) => isFileOfDataset(dataset_type, path)
  const format = readers[await detectFormat(files, { dataset_type, isSample })]!
  const isNeeded = format.isWrapping && TEXT_DATASET_TYPES.includes(dataset_type)
  return plan.import_annotations || isNeeded ? format : plainFiles
}
