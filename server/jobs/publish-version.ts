import { findDataset } from '#adapters/sql/datasets.ts'
import { lockDataset } from '#adapters/sql/locks.ts'
import type { Tx } from '#adapters/sql/store.ts'
import type { DatasetRow, DatasetVersionRow } from '#adapters/sql/tables.ts'
import { findVersionById, listVersionIds, setCurrentVersion, updateVersion } from '#adapters/sql/versions.ts'
import { DatasetStatus, VersionStatus } from '#contract/codes.ts'
import type { Refusal } from '#contract/errors.ts'
import type { Services } from '#server/services.ts'
import { giveUpVersionFiles } from '#server/versions/remove-files.ts'
import type { VersionFigures, VersionProgress } from '#server/versions/version-plan.ts'
import { writeVersion } from '#server/versions/write-version.ts'
import type { JobKind } from './jobs.ts'
import { faultOf, mayPass } from './passing-faults.ts'

/**
 * Publishes versions (formats 9; dataset 6 → 1, version 0 → 1 or 4). What was interrupted is written again from the beginning: the
 * manifest is there whole or not at all, and the version becomes the current one in the transaction that ends it. Where the dataset
 * is deleted meanwhile nothing of the version stays.
 */
export function publishVersion(services: Services): JobKind {
  const { store } = services
  return {
    unfinished: () => listVersionIds(store.db, { status: VersionStatus.creating, hidden: 0 }),
    run: async (version_id) => {
      const version = await findVersionById(store.db, version_id)
      const dataset = version && (await findDataset(store.db, version.dataset_id))
      if (version?.status !== VersionStatus.creating || version.hidden === 1 || !dataset) return
      try {
        const figures = await store.snapshot(async (db) => {
          // Nothing of the dataset changes until it is published: whoever still finds it so writes the same files.
          if ((await findVersionById(db, version_id))?.status !== VersionStatus.creating) return null
          const previous =
            version.previous_version_id === null ? undefined : await findVersionById(db, version.previous_version_id)
          const goesOn = (finished_sample_count: number) => noteProgress(services, version, finished_sample_count)
          return writeVersion(services, db, { dataset, version, previous, goesOn })
        })
        const isDone = figures !== null && (await endPublishing(services, version, { figures }))
        if (!isDone && !(await findDataset(store.db, dataset.dataset_id))) {
          await giveUpVersionFiles(services, dataset, version)
        }
      } catch (error) {
        const latest = await findVersionById(store.db, version_id)
        const isOpen = latest?.status === VersionStatus.creating
        if (!isOpen || mayPass(error, { moved: latest.update_time, now: services.now() })) throw error
        await giveUpVersionFiles(services, dataset, version)
        await endPublishing(services, version, { refusal: faultOf(error) })
      }
    },
  }
}

/** Answers false when the publishing must not go on here: the server stops, or the dataset was deleted. */
async function noteProgress(
  { store, jobs, now }: Services,
  version: DatasetVersionRow,
  finished_sample_count: number,
): Promise<boolean> {
  if (jobs.stopped) return false
  return store.transaction(async (tx) => {
    if (!(await lockPublished(tx, version))) return false
    const latest = (await findVersionById(tx, version.version_id))!
    const { furthest: before }: VersionProgress = JSON.parse(latest.progress)
    const furthest = Math.max(before, finished_sample_count)
    await updateVersion(tx, version.version_id, {
      progress: JSON.stringify({ finished_sample_count, furthest } satisfies VersionProgress),
      update_time: furthest > before ? now() : latest.update_time,
    })
    return true
  })
}

/** Answers false when the version is not to be ended here any more. */
async function endPublishing(
  { store, now }: Services,
  version: DatasetVersionRow,
  outcome: { figures: VersionFigures } | { refusal: Refusal },
): Promise<boolean> {
  const { dataset_id, version_id } = version
  const update_time = now()
  return store.transaction(async (tx) => {
    if (!(await lockPublished(tx, version))) return false
    if ('figures' in outcome) {
      await updateVersion(tx, version_id, {
        status: VersionStatus.normal,
        figures: JSON.stringify(outcome.figures),
        update_time,
      })
      await setCurrentVersion(tx, dataset_id, version_id)
    } else await updateVersion(tx, version_id, { status: VersionStatus.error, ...outcome.refusal, update_time })
    await tx
      .updateTable('dataset')
      .set({ status: DatasetStatus.normal, update_time })
      .where('dataset_id', '=', dataset_id)
      .execute()
    return true
  })
}

/** The dataset, while this version is still being published. */
async function lockPublished(tx: Tx, { dataset_id, version_id }: DatasetVersionRow): Promise<DatasetRow | undefined> {
  const dataset = await lockDataset(tx, dataset_id, 'update')
  const version = await findVersionById(tx, version_id)
  const goesOn = dataset?.status === DatasetStatus.publishing && version?.status === VersionStatus.creating
  return goesOn ? dataset : undefined
}
