import { readDefinitions } from '#adapters/sql/label-sets.ts'
import { carriedByEntries, carriedBySamples } from '#adapters/sql/labels.ts'
import { lockDataset } from '#adapters/sql/locks.ts'
import type { Tx } from '#adapters/sql/store.ts'
import type { DatasetRow } from '#adapters/sql/tables.ts'
import { DeletePolicy, LabelType } from '#contract/codes.ts'
import { errors } from '#contract/errors.ts'
import { mayDeleteSamples, mayWriteLabels } from '#core/datasets/label-gate.ts'
import type { LabelChanges } from '#core/labels/definition-changes.ts'
import type { LabelSituation } from '#core/labels/definitions.ts'
import { type Actor, nameOf } from '#server/actor.ts'
import { newId } from '#server/ids.ts'
import { deleteFilesNow } from '#server/jobs/remove-files.ts'
import { refuse } from '#server/refuse.ts'
import type { Services } from '#server/services.ts'
import { applyLabelChanges } from './apply-label-changes.ts'

type LabelChange<Plan> = {
  actor: Actor
  dataset: DatasetRow
  /** How many definitions the plan may make. */
  mostNew?: number
  deletePolicy?: DeletePolicy
  /** Decides on the definitions as they are now; it throws to refuse the call, and may be asked again. */
  plan: (situation: LabelSituation) => Plan
}

/** Changes the label definitions of a dataset as planned, with all labels that carry them, and answers the plan. */
export async function changeLabels<Plan extends { changes: LabelChanges }>(
  services: Services,
  { actor, dataset, mostNew = 0, deletePolicy = DeletePolicy.labelOnly, plan }: LabelChange<Plan>,
): Promise<Plan> {
  const { store } = services
  const now = services.now()
  const firstKey = mostNew > 0 ? await store.reserveKeys('label', mostNew) : 0
  const planned = await store.transaction(async (tx) => {
    const locked = await lockDataset(tx, dataset.dataset_id, 'update')
    if (!locked) throw errors.datasetNotFound()
    const barred = (deletePolicy === DeletePolicy.labelOnly ? mayWriteLabels : mayDeleteSamples)(locked.status)
    if (barred) throw refuse(barred)
    const planned = plan(await readLabelSituation(tx, locked, firstKey))
    await applyLabelChanges(tx, { dataset: locked, changes: planned.changes, by: nameOf(actor), now, deletePolicy })
    return planned
  })
  if (deletePolicy === DeletePolicy.samplesAndFiles) await deleteFilesNow(services)
  return planned
}

/**
 * What the rules of label definitions want to know (core/labels/definitions). The dataset is locked for `update`; new
 * definitions get the keys from `firstKey` on, reserved before.
 */
export async function readLabelSituation(tx: Tx, dataset: DatasetRow, firstKey: number): Promise<LabelSituation> {
  const { dataset_id, dataset_type } = dataset
  const definitions = await readDefinitions(tx, dataset_id)
  const relations = definitions.filter(({ type }) => type === LabelType.tripletRelation)
  const relation_keys = relations.map(({ label_key }) => label_key)
  const relationsInUse = new Set([
    ...(await carriedBySamples(tx, relation_keys)),
    ...(await carriedByEntries(tx, dataset_id, relation_keys)),
  ])
  let label_key = firstKey
  return { dataset_type, definitions, newKey: () => label_key++, newId, relationsInUse }
}
