import { insertDataTask } from '#adapters/sql/data-tasks.ts'
import type { DatasetRow } from '#adapters/sql/tables.ts'
import { DatasetStatus } from '#contract/codes.ts'
import { errors } from '#contract/errors.ts'
import type { ImportReq } from '#contract/imports.ts'
import { type Actor, nameOf } from '#server/actor.ts'
import { newId } from '#server/ids.ts'
import { type ImportPlan, NO_PROGRESS } from '#server/imports/import-plan.ts'
import { planImport } from '#server/imports/plan-import.ts'
import type { Services } from '#server/services.ts'
import { beginDatasetWork } from './begin-dataset-work.ts'

/** Begins an import; the job `import` does it. E4356 and its like while other work goes on (behaviour 2.1). */
export async function startImport(
  services: Services,
  { actor, dataset, body }: { actor: Actor; dataset: DatasetRow; body: ImportReq },
): Promise<string> {
  const { store, jobs } = services
  const { dataset_id } = dataset
  const plan = planImport(dataset, body)
  await expectSource(services, plan)
  const task_id = `${dataset_id}_${newId()}`
  const create_time = services.now()
  await store.transaction(async (tx) => {
    await beginDatasetWork(tx, dataset_id, DatasetStatus.importing, create_time)
    await insertDataTask(tx, {
      task_id,
      dataset_id,
      kind: 'import',
      status: 'QUEUING',
      request: JSON.stringify(plan),
      progress: JSON.stringify(NO_PROGRESS),
      created_by: nameOf(actor),
      create_time,
    })
  })
  jobs.start('import', task_id)
  return task_id
}

async function expectSource({ blobs }: Services, { source, import_type, import_path }: ImportPlan): Promise<void> {
  const { bucket, key } = source
  if (!(await blobs.bucketExists(bucket))) throw errors.bucketNotFound(`import_path: there is no bucket "${bucket}".`)
  const file = key.replace(/\/$/, '')
  const isFile = async () => file !== '' && (await blobs.statBlob(bucket, file)) !== undefined
  const isThere = import_type === 'dir' ? blobs.folderExists(bucket, key) : isFile()
  if (await isThere) return
  if (import_type === 'dir' && (await isFile())) {
    throw errors.pathNotFound(`import_path: ${import_path} is a file; name its folder, or import it as a manifest.`)
  }
  throw errors.pathNotFound(`import_path: there is nothing at ${import_path}.`)
}
