import { readLabelSet } from '#adapters/sql/label-sets.ts'
import type { DatasetRow } from '#adapters/sql/tables.ts'
import { findVersion } from '#adapters/sql/versions.ts'
import { DeletePolicy } from '#contract/codes.ts'
import type { BatchReply } from '#contract/common.ts'
import { errors, type Refusal } from '#contract/errors.ts'
import type { Label, LabelList, ListLabelsResp } from '#contract/labels.ts'
import type { LabelChanges } from '#core/labels/definition-changes.ts'
import {
  type LabelPlan,
  type LabelSituation,
  planCreateLabels,
  planDeleteLabel,
  planDeleteLabels,
  planUpdateLabel,
  planUpdateLabels,
} from '#core/labels/definitions.ts'
import { isRefusal } from '#core/refusal.ts'
import { type Call, datasetOf } from '#server/handler.ts'
import { MOST_ITEMS } from '#server/limits.ts'
import { refuse } from '#server/refuse.ts'
import { batchReply } from '#server/replies.ts'
import type { Services } from '#server/services.ts'
import { changeLabels } from '#server/usecases/change-labels.ts'
import { viewLabel } from '#server/views/dataset-view.ts'
import { viewVersionInFull } from '#server/views/version-view.ts'

/** The label set in the order in which it was made; that of a version as it was then. */
export async function listLabels({ services, scope, query }: Call<'ListLabels'>): Promise<ListLabelsResp> {
  const dataset = datasetOf(scope)
  const labels =
    query.version_id === undefined
      ? (await readLabelSet(services.store.read, dataset)).definitions.map(viewLabel)
      : await labelsOfVersion(services, dataset, query.version_id)
  const first = query.offset * query.limit
  return { labels: labels.slice(first, first + query.limit), total_number: labels.length }
}

async function labelsOfVersion({ store }: Services, dataset: DatasetRow, version_id: string): Promise<Label[]> {
  const version = await findVersion(store.read, dataset.dataset_id, version_id)
  if (!version) throw errors.versionNotFound('version_id: the dataset has no such version.')
  const { label_stats = [] } = viewVersionInFull(dataset, version)
  return label_stats.map(({ count: _, sample_count: __, ...label }) => label)
}

export function createLabels(call: Call<'CreateLabels'>): Promise<BatchReply> {
  const labels = someLabels(call.body.labels)
  return changeBatch(call, { mostNew: labels.length, plan: (situation) => planCreateLabels(situation, labels) })
}

export function updateLabels(call: Call<'UpdateLabels'>): Promise<BatchReply> {
  const labels = someLabels(call.body.labels)
  return changeBatch(call, { plan: (situation) => planUpdateLabels(situation, labels) })
}

export function deleteLabels(call: Call<'DeleteLabels'>): Promise<BatchReply> {
  const labels = someLabels(call.body.labels)
  const deletePolicy = call.query.delete_policy
  return changeBatch(call, { deletePolicy, plan: (situation) => planDeleteLabels(situation, labels) })
}

export async function updateLabel({ services, actor, scope, params, query, body }: Call<'UpdateLabel'>): Promise<null> {
  const named = { label_name: params.label_name, label_type: query.label_type, property: body }
  await changeLabels(services, {
    actor,
    dataset: datasetOf(scope),
    plan: (situation) => allOf(planUpdateLabel(situation, named)),
  })
  return null
}

/** Samples that carry no other label go with it; their files too, when `delete_source` says so (behaviour 7). */
export async function deleteLabelAndSamples(call: Call<'DeleteLabelAndSamples'>): Promise<null> {
  const { services, actor, scope, params, query } = call
  const named = { label_name: params.label_name, label_type: query.label_type }
  await changeLabels(services, {
    actor,
    dataset: datasetOf(scope),
    deletePolicy: query.delete_source ? DeletePolicy.samplesAndFiles : DeletePolicy.samplesToo,
    plan: (situation) => allOf(planDeleteLabel(situation, named)),
  })
  return null
}

function someLabels(labels: LabelList | undefined): Label[] {
  if (!labels?.length) throw errors.emptyRequest('labels: must hold at least one label')
  if (labels.length > MOST_ITEMS) throw errors.limitExceeded(`labels: at most ${MOST_ITEMS} labels in one call`)
  return labels
}

/** Every item is judged by itself; the good ones are changed together (behaviour 4.3). */
async function changeBatch(
  { services, actor, scope }: Pick<Call<'CreateLabels'>, 'services' | 'actor' | 'scope'>,
  change: { mostNew?: number; deletePolicy?: DeletePolicy; plan: (situation: LabelSituation) => LabelPlan },
): Promise<BatchReply> {
  const { refusals } = await changeLabels(services, { actor, dataset: datasetOf(scope), ...change })
  return batchReply(refusals.map((refusal) => refusal ?? null))
}

/** What concerns one label is refused as a whole; a label that the URL names and nobody knows is 404 (D45). */
function allOf(changes: LabelChanges | Refusal): { changes: LabelChanges } {
  if (!isRefusal(changes)) return { changes }
  if (changes.error_code === errors.labelNotFound.error_code) throw errors.labelNotFound(changes.error_msg)
  throw refuse(changes)
}
