import { lockDataset } from '#adapters/sql/locks.ts'
import type { Tx } from '#adapters/sql/store.ts'
import type { DatasetRow } from '#adapters/sql/tables.ts'
import { isNotUnique } from '#adapters/sql/unique.ts'
import { findVersion } from '#adapters/sql/versions.ts'
import type { UpdateDatasetReq } from '#contract/datasets.ts'
import { errors } from '#contract/errors.ts'
import { mayWriteLabels } from '#core/datasets/label-gate.ts'
import { planDatasetLabels } from '#core/labels/definitions.ts'
import { isRefusal } from '#core/refusal.ts'
import { type Actor, nameOf } from '#server/actor.ts'
import { MOST_ITEMS } from '#server/limits.ts'
import { refuse } from '#server/refuse.ts'
import type { Services } from '#server/services.ts'
import { applyLabelChanges } from './apply-label-changes.ts'
import { readLabelSituation } from './change-labels.ts'
import { beginSwitch } from './switch-version.ts'

type Update = { actor: Actor; dataset: DatasetRow; body: UpdateDatasetReq }

/**
 * Changes name, description, settings and label definitions of a dataset: all of it or nothing (behaviour 7). An empty
 * description clears. Labels are deleted, updated, added in this order; one both deleted and added keeps its annotations.
 */
export async function updateDataset(services: Services, { actor, dataset, body }: Update): Promise<void> {
  const { store, jobs } = services
  const { dataset_id } = dataset
  refuseLongLists(body)
  const now = services.now()
  const added = body.add_labels?.length ?? 0
  const firstKey = added > 0 ? await store.reserveKeys('label', added) : 0
  try {
    const kept_id = await store.transaction(async (tx) => {
      const locked = await lockDataset(tx, dataset_id, 'update')
      if (!locked) throw errors.datasetNotFound()
      await changeLabels(tx, { dataset: locked, body, firstKey, by: nameOf(actor), now })
      const changes = changesOf(body)
      if (Object.keys(changes).length > 0) {
        await tx
          .updateTable('dataset')
          .set({ ...changes, update_time: now })
          .where('dataset_id', '=', dataset_id)
          .execute()
      }
      const version_id = body.current_version_id
      if (version_id === undefined || (await isCurrent(tx, dataset_id, version_id))) return null
      return beginSwitch(tx, { dataset: locked, version_id, by: nameOf(actor), now })
    })
    if (kept_id !== null) jobs.start('switch-version', kept_id)
  } catch (error) {
    if (isNotUnique(error)) throw errors.datasetNameTaken(`dataset_name: there is a dataset "${body.dataset_name}".`)
    throw error
  }
}

function refuseLongLists(body: UpdateDatasetReq): void {
  for (const list of ['delete_labels', 'update_labels', 'add_labels'] as const) {
    if ((body[list]?.length ?? 0) > MOST_ITEMS) {
      throw errors.limitExceeded(`${list}: at most ${MOST_ITEMS} labels in one call`)
    }
  }
}

function changesOf({ dataset_name, description, muster }: UpdateDatasetReq): Partial<DatasetRow> {
  const { text_offset_unit, content_labeling, text_overlaps } = muster ?? {}
  return {
    ...(dataset_name !== undefined && { dataset_name }),
    ...(description !== undefined && { description }),
    ...(text_offset_unit !== undefined && { text_offset_unit }),
    ...(content_labeling !== undefined && { content_labeling: content_labeling ? 1 : 0 }),
    ...(text_overlaps !== undefined && { text_overlaps: text_overlaps ? 1 : 0 }),
  }
}

/** A client that sends back what it read changes nothing. */
async function isCurrent(tx: Tx, dataset_id: string, version_id: string): Promise<boolean> {
  return (await findVersion(tx, dataset_id, version_id))?.is_current === 1
}

type LabelWrite = { dataset: DatasetRow; body: UpdateDatasetReq; firstKey: number; by: string; now: number }

async function changeLabels(tx: Tx, { dataset, body, firstKey, by, now }: LabelWrite): Promise<void> {
  if (!body.add_labels?.length && !body.update_labels?.length && !body.delete_labels?.length) return
  const barred = mayWriteLabels(dataset.status)
  if (barred) throw refuse(barred)
  const changes = planDatasetLabels(await readLabelSituation(tx, dataset, firstKey), body)
  if (isRefusal(changes)) throw refuse(changes)
  await applyLabelChanges(tx, { dataset, changes, by, now })
}
