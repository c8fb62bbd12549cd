import type { BatchReply } from '#contract/common.ts'
import type { Refusal } from '#contract/errors.ts'

/** What happened to one item of a batch: null when it was stored. */
export type ItemResult = Refusal | null

/**
 * The answer of a batch call (behaviour 4.3): bare success, or one result per item in the order of the request, with the
 * first failure on top.
 */
export function batchReply(results: readonly ItemResult[]): BatchReply {
  const reply = itemisedReply(results)
  return reply.success ? { success: true } : reply
}

/** The same with one result per item also when all went well, as the recorded answer of BatchDeleteWorkers has it. */
export function itemisedReply(results: readonly ItemResult[]): BatchReply {
  const first = results.find((result) => result !== null)
  return {
    success: !first,
    ...first,
    results: results.map((result) => (result ? { success: false, ...result } : { success: true })),
  }
}
