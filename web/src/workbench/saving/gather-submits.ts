import { ApiError } from '#client/client.ts'
import type { BatchReply } from '#contract/common.ts'
import { errors } from '#contract/errors.ts'
import type { SampleLabels } from '#contract/samples.ts'
import type { WorkPlace } from './journal-store.ts'

/** Where samples are handed in: a team task, or the dataset itself. */
export type SubmitNames = Pick<WorkPlace, 'dataset_id' | 'workforce_task_id'>

type Send = (names: SubmitNames, samples: SampleLabels[]) => Promise<BatchReply>

type Waiting = { readonly sample: SampleLabels; readonly taken: () => void; readonly refused: (error: unknown) => void }

/**
 * Samples that are handed in within one tick go by one call of the wire, and each learns what became of itself: what is
 * wrong with one of them holds up no other. `id`: name of the call, for errors.
 */
export function gatherSubmits(id: string, send: Send): (names: SubmitNames, sample: SampleLabels) => Promise<void> {
  const waiting = new Map<string, Waiting[]>()

  async function go(names: SubmitNames, samples: readonly Waiting[]): Promise<void> {
    try {
      const reply = await send(
        names,
        samples.map(({ sample }) => sample),
      )
      for (const [index, { taken, refused }] of samples.entries()) {
        const refusal = refusalOf(id, reply, index)
        if (refusal) refused(refusal)
        else taken()
      }
    } catch (error) {
      // The form of one refuses a call with all that is in it (reliability 1.4).
      if (samples.length > 1 && isOfForm(error)) for (const one of samples) void go(names, [one])
      else for (const { refused } of samples) refused(error)
    }
  }

  return ({ dataset_id, workforce_task_id }, sample) =>
    new Promise((taken, refused) => {
      const key = JSON.stringify([dataset_id, workforce_task_id])
      const others = waiting.get(key)
      if (others) return others.push({ sample, taken, refused })
      const samples = [{ sample, taken, refused }]
      waiting.set(key, samples)
      queueMicrotask(() => {
        waiting.delete(key)
        void go({ dataset_id, ...(workforce_task_id && { workforce_task_id }) }, samples)
      })
    })
}

/** The call answers 200 even when items failed. */
function refusalOf(id: string, { success, results, error_code, error_msg }: BatchReply, index: number) {
  if (success) return undefined
  const item = results?.[index] ?? { success: false, error_code, error_msg }
  if (item.success) return undefined
  return new ApiError(id, item.error_code === errors.revisionStale.error_code ? 412 : 400, item)
}

function isOfForm(error: unknown): boolean {
  return error instanceof ApiError && (error.status === 400 || error.status === 413)
}
