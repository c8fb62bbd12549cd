import type { BatchReply } from '#contract/common.ts'
import { errors } from '#contract/errors.ts'
import { type Call, datasetOf, taskOf } from '#server/handler.ts'
import { failIfStale, withIfMatch } from '#server/if-match.ts'
import { MOST_ITEMS } from '#server/limits.ts'
import { batchReply } from '#server/replies.ts'
import { reviewSamples as review } from '#server/usecases/review-samples.ts'
import { saveEntryLabels } from '#server/usecases/save-entry-labels.ts'

/** Call 1: labels of many entries of a team task at once (behaviour 4). */
export async function updateWorkforceTaskSamples(call: Call<'UpdateWorkforceTaskSamples'>): Promise<BatchReply> {
  const { services, actor, scope, body, ifMatch } = call
  const items = body.samples ?? []
  if (items.length === 0) throw errors.emptyRequest('samples: must hold at least one sample')
  if (items.length > MOST_ITEMS) throw errors.limitExceeded(`samples: at most ${MOST_ITEMS} samples in one call`)
  const samples = withIfMatch(ifMatch, items)
  const request = { actor, dataset: datasetOf(scope), task: taskOf(scope), items: samples, email: body.email }
  const results = await saveEntryLabels(services, request)
  failIfStale(ifMatch, results)
  return batchReply(results)
}

export async function reviewSamples({ services, actor, scope, body }: Call<'ReviewSamples'>): Promise<object> {
  const comments = body.comments ?? []
  if (comments.length === 0) throw errors.emptyRequest('comments: must hold at least one comment')
  if (comments.length > MOST_ITEMS) throw errors.limitExceeded(`comments: at most ${MOST_ITEMS} comments in one call`)
  await review(services, { actor, dataset: datasetOf(scope), task: taskOf(scope), comments })
  return {}
}
