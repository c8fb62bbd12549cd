import type { BatchReply } from '#contract/common.ts'
import { errors } from '#contract/errors.ts'
import { type Call, datasetOf } from '#server/handler.ts'
import { failIfStale, withIfMatch } from '#server/if-match.ts'
import { MOST_ITEMS } from '#server/limits.ts'
import { batchReply } from '#server/replies.ts'
import { saveSampleLabels } from '#server/usecases/save-sample-labels.ts'

/**
 * Official labels of many samples of a dataset at once (behaviour 4). `email` and `worker_id` are taken and mean nothing
 * here: only the labels in a team task belong to a member.
 */
export async function updateSamples(call: Call<'UpdateSamples'>): Promise<BatchReply> {
  const { services, actor, scope, body, ifMatch } = call
  const items = body.samples ?? []
  if (items.length === 0) throw errors.emptyRequest('samples: must hold at least one sample')
  if (items.length > MOST_ITEMS) throw errors.limitExceeded(`samples: at most ${MOST_ITEMS} samples in one call`)
  const request = { actor, dataset: datasetOf(scope), items: withIfMatch(ifMatch, items) }
  const results = await saveSampleLabels(services, request)
  failIfStale(ifMatch, results)
  return batchReply(results)
}
