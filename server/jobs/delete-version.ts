import { findDataset } from '#adapters/sql/datasets.ts'
import { findVersionById, listVersionIds, updateVersion } from '#adapters/sql/versions.ts'
import { VersionStatus } from '#contract/codes.ts'
import type { Services } from '#server/services.ts'
import { removeVersionFiles } from '#server/versions/remove-files.ts'
import type { JobKind } from './jobs.ts'

/** Removes the files of deleted versions (2 → 3). The name is free again after that. */
export function deleteVersion(services: Services): JobKind {
  const { store } = services
  const deleting = { status: VersionStatus.deleting }
  return {
    unfinished: async () => [
      ...(await listVersionIds(store.db, { ...deleting, hidden: 0 })),
      ...(await listVersionIds(store.db, { ...deleting, hidden: 1 })),
    ],
    run: async (version_id) => {
      const version = await findVersionById(store.db, version_id)
      const dataset = version && (await findDataset(store.db, version.dataset_id))
      if (version?.status !== VersionStatus.deleting) return
      if (dataset) await removeVersionFiles(services, dataset, version)
      await store.transaction((tx) =>
        updateVersion(tx, version_id, {
          status: VersionStatus.deleted,
          version_name: version_id,
          update_time: services.now(),
        }),
      )
    },
  }
}
