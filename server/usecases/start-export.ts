import { writeAudit } from '#adapters/sql/audit.ts'
import { insertDataTask } from '#adapters/sql/data-tasks.ts'
import type { DatasetRow } from '#adapters/sql/tables.ts'
import { findVersion } from '#adapters/sql/versions.ts'
import { VersionStatus } from '#contract/codes.ts'
import { errors } from '#contract/errors.ts'
import type { ExportReq } from '#contract/exports.ts'
import { parseObjectPath } from '#core/codecs/object-path.ts'
import { isRefusal } from '#core/refusal.ts'
import { type Actor, nameOf } from '#server/actor.ts'
import { type ExportPlan, NO_EXPORT } from '#server/exports/export-plan.ts'
import { planExport } from '#server/exports/plan-export.ts'
import { newId } from '#server/ids.ts'
import type { Services } from '#server/services.ts'

/** Begins an export; the job `export` does it. Nothing of the dataset changes, so it may go on beside anything else. */
export async function startExport(
  services: Services,
  { actor, dataset, body }: { actor: Actor; dataset: DatasetRow; body: ExportReq },
): Promise<string> {
  const { store, jobs } = services
  const { dataset_id, project_id } = dataset
  const now = services.now()
  const plan = planExport(dataset, body, now)
  await expectPlaces(services, dataset, plan)
  const task_id = newId()
  await store.transaction(async (tx) => {
    await insertDataTask(tx, {
      task_id,
      dataset_id,
      kind: 'export',
      status: 'INIT',
      request: JSON.stringify(plan),
      progress: JSON.stringify(NO_EXPORT),
      created_by: nameOf(actor),
      create_time: now,
    })
    await writeAudit(tx, {
      project_id,
      actor: nameOf(actor),
      action: 'dataset.export',
      object_id: task_id,
      detail: { dataset_id, path: plan.path, format: plan.format },
      create_time: now,
    })
  })
  jobs.start('export', task_id)
  return task_id
}

async function expectPlaces({ store, blobs }: Services, dataset: DatasetRow, plan: ExportPlan): Promise<void> {
  const { target, version_id, new_dataset } = plan
  if (!(await blobs.bucketExists(target.bucket))) {
    throw errors.bucketNotFound(`path: there is no bucket "${target.bucket}".`)
  }
  if (version_id !== null) {
    const version = await findVersion(store.read, dataset.dataset_id, version_id)
    if (version?.status !== VersionStatus.normal) throw errors.versionUnknown('version_id: there is no such version.')
  }
  if (!new_dataset) return
  const work = parseObjectPath(new_dataset.work_path)
  if (!isRefusal(work) && !(await blobs.bucketExists(work.bucket))) {
    throw errors.bucketNotFound(`export_params.export_new_dataset_work_path: there is no bucket "${work.bucket}".`)
  }
  const taken = await store.read
    .selectFrom('dataset')
    .select('dataset_id')
    .where('project_id', '=', dataset.project_id)
    .where('dataset_name', '=', new_dataset.dataset_name)
    .where('status', 'not in', [2, 3])
    .executeTakeFirst()
  if (taken) {
    throw errors.datasetNameTaken(
      `export_params.export_new_dataset_name: there is already a dataset "${new_dataset.dataset_name}".`,
    )
  }
}
