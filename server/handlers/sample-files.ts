import { DatasetType } from '#contract/codes.ts'
import type { BatchReply } from '#contract/common.ts'
import { errors } from '#contract/errors.ts'
import type { UploadSamplesResp } from '#contract/samples.ts'
import { type Call, datasetOf } from '#server/handler.ts'
import { MOST_ITEMS } from '#server/limits.ts'
import { batchReply } from '#server/replies.ts'
import { deleteSamples as removeThem } from '#server/usecases/delete-samples.ts'
import { uploadSamples } from '#server/usecases/upload-samples.ts'

const PREDICTED_TYPES: readonly number[] = [DatasetType.imageClassification, DatasetType.objectDetection]

/** Every answer lists all items: each good one tells the path and the id of its sample. */
export async function uploadSamplesJson(call: Call<'UploadSamplesJson'>): Promise<UploadSamplesResp> {
  const { services, actor, scope, body } = call
  const dataset = datasetOf(scope)
  refuseListSize(body.samples)
  if (body.final_annotation === false && !PREDICTED_TYPES.includes(dataset.dataset_type)) {
    throw errors.parameterInvalid('final_annotation: false is for datasets of type 0 and 1 only')
  }
  const results = await uploadSamples(services, { actor, dataset, body })
  const failed = results.find(({ success }) => !success)
  const { error_code, error_msg } = failed ?? {}
  return { success: !failed, ...(failed && { error_code, error_msg }), results }
}

export async function deleteSamples(call: Call<'DeleteSamples'>): Promise<BatchReply> {
  const { services, actor, scope, body } = call
  const { samples = [], delete_source = false } = body
  refuseListSize(samples)
  const dataset = datasetOf(scope)
  return batchReply(await removeThem(services, { actor, dataset, sample_ids: samples, delete_source }))
}

function refuseListSize(samples: readonly unknown[] | undefined): void {
  if (!samples?.length) throw errors.emptyRequest('samples: must hold at least one sample')
  if (samples.length > MOST_ITEMS) throw errors.limitExceeded(`samples: at most ${MOST_ITEMS} samples in one call`)
}
