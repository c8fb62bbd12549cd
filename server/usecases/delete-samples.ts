import { writeAudit } from '#adapters/sql/audit.ts'
import { lockDataset } from '#adapters/sql/locks.ts'
import type { Tx } from '#adapters/sql/store.ts'
import type { DatasetRow } from '#adapters/sql/tables.ts'
import { errors } from '#contract/errors.ts'
import { quote } from '#contract/text.ts'
import { mayDeleteSamples } from '#core/datasets/label-gate.ts'
import { type Actor, nameOf } from '#server/actor.ts'
import { deleteFilesNow } from '#server/jobs/remove-files.ts'
import { refuse } from '#server/refuse.ts'
import type { ItemResult } from '#server/replies.ts'
import type { Services } from '#server/services.ts'
import { removeSamples } from './remove-samples.ts'

/**
 * Deletes samples named by their wire ids (D6): the known ones together, an unknown one fails alone (E4420). An id named
 * twice is deleted once. With `delete_source` their files go as well, soon after. E4424 while an import, be it the
 * first one, or a synchronisation runs.
 */
export async function deleteSamples(
  services: Services,
  request: { actor: Actor; dataset: DatasetRow; sample_ids: readonly string[]; delete_source: boolean },
): Promise<ItemResult[]> {
  const { actor, dataset, sample_ids, delete_source } = request
  const { dataset_id, project_id } = dataset
  const now = services.now()
  const removed = await services.store.transaction(async (tx) => {
    refuseNow(await lockDataset(tx, dataset_id, 'update'))
    const sample_keys = await readKeys(tx, dataset_id, sample_ids)
    const removed = await removeSamples(tx, { dataset, sample_keys, files: delete_source, now })
    if (removed.length > 0) {
      await writeAudit(tx, {
        project_id,
        actor: nameOf(actor),
        action: 'samples.delete',
        object_id: dataset_id,
        detail: { samples: removed, delete_source },
        create_time: now,
      })
    }
    return removed
  })
  if (delete_source) await deleteFilesNow(services)
  const known = new Set(removed)
  return sample_ids.map((sample_id, index) => {
    if (known.has(sample_id)) return null
    return errors.sampleUnknown.refusal(`samples[${index}]: there is no sample ${quote(sample_id)} in the dataset`)
  })
}

function refuseNow(dataset: DatasetRow | undefined): void {
  if (!dataset) throw errors.datasetNotFound()
  const barred = mayDeleteSamples(dataset.status)
  if (barred) throw refuse(barred)
}

async function readKeys(tx: Tx, dataset_id: string, sample_ids: readonly string[]): Promise<number[]> {
  const named = [...new Set(sample_ids)].map((sample_id) => [dataset_id, sample_id])
  const rows = await tx.each.select('sample', ['dataset_id', 'sample_id'], ['sample_key'], named)
  return rows.map(({ sample_key }) => sample_key)
}
