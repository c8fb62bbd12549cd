import { writeAudit } from '#adapters/sql/audit.ts'
import { findOpenTask } from '#adapters/sql/dataset-tasks.ts'
import type { Tx } from '#adapters/sql/store.ts'
import type { DatasetRow } from '#adapters/sql/tables.ts'
import { findVersion, insertVersion } from '#adapters/sql/versions.ts'
import { DatasetStatus, VersionStatus } from '#contract/codes.ts'
import { errors } from '#contract/errors.ts'
import { mayBeginWork } from '#core/datasets/dataset-work.ts'
import { newId } from '#server/ids.ts'
import { refuse } from '#server/refuse.ts'
import { NO_SWITCH, type SwitchPlan } from '#server/versions/switch-plan.ts'

type Switch = { dataset: DatasetRow; version_id: string; by: string; now: number }

/**
 * Begins to make a version the current one (D14): its labels become those of the dataset, after the present state was kept as a hidden
 * version. The job `switch-version` does it, by the id that is answered. E4353 for a version that
 * is unknown or not finished, E4615 while a team task is unfinished, E4343 and its like while other work goes on.
 */
export async function beginSwitch(tx: Tx, { dataset, version_id, by, now }: Switch): Promise<string> {
  const { dataset_id, project_id } = dataset
  const barred = mayBeginWork(dataset.status)
  if (barred) throw refuse(barred)
  const task = await findOpenTask(tx, dataset_id)
  if (task) throw errors.openTaskBarsSwitch(`The version cannot be switched while ${task.task_name} is unfinished.`)
  const version = await findVersion(tx, dataset_id, version_id)
  if (version?.status !== VersionStatus.normal) {
    throw errors.versionUnknown('current_version_id: the dataset has no such version.')
  }
  const current = await tx
    .selectFrom('dataset_version')
    .select(['version_id'])
    .where('dataset_id', '=', dataset_id)
    .where('is_current', '=', 1)
    .executeTakeFirst()
  const kept_id = newId()
  await insertVersion(tx, {
    version_id: kept_id,
    dataset_id,
    version_name: `before-${version.version_name.slice(0, 40)}-${kept_id}`,
    status: VersionStatus.creating,
    hidden: 1,
    previous_version_id: current?.version_id ?? null,
    version_format: version.version_format,
    train_ratio: version.train_ratio,
    request: JSON.stringify({ ...JSON.parse(version.request), switch_to: version_id } satisfies SwitchPlan),
    seed: version.seed,
    progress: JSON.stringify(NO_SWITCH),
    created_by: by,
    create_time: now,
  })
  await tx
    .updateTable('dataset')
    .set({ status: DatasetStatus.switching, update_time: now })
    .where('dataset_id', '=', dataset_id)
    .execute()
  await writeAudit(tx, {
    project_id,
    actor: by,
    action: 'version.switch',
    object_id: version_id,
    detail: { dataset_id, kept_as: kept_id },
    create_time: now,
  })
  return kept_id
}
