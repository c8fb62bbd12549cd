import { writeAudit } from '#adapters/sql/audit.ts'
import { insertDefinitions } from '#adapters/sql/label-sets.ts'
import { hideDefinitions, moveLabelRevision, updateDefinitions } from '#adapters/sql/labels.ts'
import { lockTasks } from '#adapters/sql/locks.ts'
import type { Tx } from '#adapters/sql/store.ts'
import type { DatasetRow } from '#adapters/sql/tables.ts'
import { DeletePolicy } from '#contract/codes.ts'
import { errors } from '#contract/errors.ts'
import { readTaskStatus } from '#core/codecs/task-status.ts'
import type { LabelChanges } from '#core/labels/definition-changes.ts'
import { isAcceptanceRunning } from '#core/workforce-tasks/task-life.ts'
import { removeSamples } from './remove-samples.ts'
import { rewriteLabels } from './rewrite-labels.ts'

export type LabelSurgery = {
  /** Locked for `update` by the caller, who planned the changes on the definitions as they are under that lock. */
  dataset: DatasetRow
  changes: LabelChanges
  /** Who changes the labels (D48). */
  by: string
  now: number
  /** What becomes of samples whose only labels are the deleted ones; 0 by default: they stay, without labels. */
  deletePolicy?: DeletePolicy
}

/**
 * Changes the label definitions of a dataset, and with them all labels that carry them (behaviour 7): of samples, of the
 * entries of all team tasks, and of predictions. A rename touches none of them, for labels are stored by `label_key`.
 * E4623 while an acceptance of the dataset runs and judged labels would change (D44). Samples that went with their
 * labels have their files deleted soon after, where the policy says so. The work depends on the labels that change.
 */
export async function applyLabelChanges(tx: Tx, surgery: LabelSurgery): Promise<void> {
  const { dataset, changes, by, now, deletePolicy = DeletePolicy.labelOnly } = surgery
  const { dataset_id, project_id } = dataset
  if (changes.created.length + changes.changed.length + changes.removed.length === 0) return
  if (isSurgery(changes)) await refuseWhileAccepting(tx, dataset_id)

  const orphans = await rewriteLabels(tx, { dataset_id, changes, by, now }, deletePolicy !== DeletePolicy.labelOnly)
  const files = deletePolicy === DeletePolicy.samplesAndFiles
  const removed = await removeSamples(tx, { dataset, sample_keys: orphans, files, now })
  await hideDefinitions(tx, changes.removed)
  await updateDefinitions(tx, changes.changed, changes.renamed)
  await insertDefinitions(tx, dataset_id, changes.created)
  await moveLabelRevision(tx, dataset_id, now)
  if (changes.removed.length > 0) {
    await writeAudit(tx, {
      project_id,
      actor: by,
      action: 'labels.delete',
      object_id: dataset_id,
      detail: { label_keys: changes.removed, delete_policy: deletePolicy, samples: removed.length },
      create_time: now,
    })
  }
}

/** Colours, shortcuts and new labels change nothing that anybody judges. */
function isSurgery({ removed, renamed, attributeRemovals, attributeRenames }: LabelChanges): boolean {
  return removed.length + renamed.length + attributeRemovals.length + attributeRenames.length > 0
}

/** Keeps the tasks as they are until the end, so that no acceptance begins meanwhile. */
async function refuseWhileAccepting(tx: Tx, dataset_id: string): Promise<void> {
  const tasks = await lockTasks(tx, dataset_id)
  const accepting = tasks.find(({ status }) => isAcceptanceRunning(readTaskStatus(status)))
  if (accepting) {
    throw errors.acceptanceOpen(`Labels cannot be renamed or deleted while "${accepting.task_name}" is being accepted.`)
  }
}
