import { writeAudit } from '#adapters/sql/audit.ts'
import { lockDataset } from '#adapters/sql/locks.ts'
import type { DatasetRow } from '#adapters/sql/tables.ts'
import { findVersion, updateVersion } from '#adapters/sql/versions.ts'
import { DatasetStatus, VersionStatus } from '#contract/codes.ts'
import { errors } from '#contract/errors.ts'
import { type Actor, nameOf } from '#server/actor.ts'
import type { Services } from '#server/services.ts'

/**
 * Deletes a version; the job `delete-version` removes its files, but for copies of samples. The labels of the dataset stay as they are,
 * also where the version was the current one: then none is. E4343 and E4349 while a version is published or switched.
 */
export async function deleteVersion(
  services: Services,
  { actor, dataset, version_id }: { actor: Actor; dataset: DatasetRow; version_id: string },
): Promise<void> {
  const { store, jobs } = services
  const { dataset_id, project_id } = dataset
  const now = services.now()
  await store.transaction(async (tx) => {
    const locked = await lockDataset(tx, dataset_id, 'update')
    const version = await findVersion(tx, dataset_id, version_id)
    if (!version) throw errors.versionNotFound()
    // What is under way compares with one version, or goes back to one.
    if (locked?.status === DatasetStatus.switching) throw errors.switchRunning()
    if (locked?.status === DatasetStatus.publishing) {
      throw errors.publishRunning('A version of the dataset is being published; delete this one once it is done.')
    }
    await updateVersion(tx, version_id, { status: VersionStatus.deleting, is_current: 0, update_time: now })
    await writeAudit(tx, {
      project_id,
      actor: nameOf(actor),
      action: 'version.delete',
      object_id: version_id,
      detail: { dataset_id, version_name: version.version_name },
      create_time: now,
    })
  })
  jobs.start('delete-version', version_id)
}
