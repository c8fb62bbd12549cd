import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { CallId } from '#contract/operations.ts'
import type { DescribeSampleResp } from '#contract/samples.ts'
import { clientOf } from '#web/data/client.ts'
import { useSession } from '#web/data/session.tsx'
import { type Change, itemOf, reverse, written } from './changes.ts'

const BATCH = 100
const stale: readonly CallId[] = ['ListSamples', 'GetDatasetStats', 'DescDataset', 'ListLabels', 'GetDatasetMetrics']

/** What was done, for the sentence that tells it. */
export type Deed = { kind: 'give' | 'take'; label: string } | { kind: 'hard' | 'notHard' | 'undo' | 'delete' }

/** How bulk work ended: what it has changed, and what was left as it is because the server refused it. */
export type Outcome = {
  deed: Deed
  done: number
  refused: number
  reason?: string | undefined
  undo: readonly Change[]
}

type Samples = ReadonlyMap<string, DescribeSampleResp | null>
type Work = {
  deed: Deed
  total: number
  /** Sends items from a place on; answers what became of each, true where it was done. */
  send: (from: number, to: number) => Promise<Results>
  /** What an item is afterwards; null: gone. */
  after: (index: number) => readonly [string, DescribeSampleResp | null]
  undo: (index: number) => Change[]
}
type Results = { results?: { success: boolean; error_msg?: string }[]; success: boolean; error_msg?: string }

/** Changes many samples in batches, tells how far it is, and keeps what it replaced: the last deed can be undone. */
export function useBulkEdit(dataset_id: string) {
  const { project_id } = useSession()
  const queries = useQueryClient()
  const [progress, setProgress] = useState<{ done: number; total: number } | null>(null)
  const [outcome, setOutcome] = useState<Outcome | null>(null)

  const { mutateAsync, error, isPending, reset } = useMutation({
    mutationFn: async ({ deed, total, send, after, undo }: Work): Promise<Samples> => {
      const changed = new Map<string, DescribeSampleResp | null>()
      const reasons: (string | undefined)[] = []
      const undoing: Change[] = []
      try {
        for (let from = 0; from < total; from += BATCH) {
          setProgress({ done: from, total })
          const to = Math.min(total, from + BATCH)
          const reply = await send(from, to)
          for (let index = from; index < to; index++) {
            const result = reply.results?.[index - from] ?? reply
            if (!result.success) {
              reasons.push(result.error_msg)
              continue
            }
            changed.set(...after(index))
            undoing.push(...undo(index))
          }
        }
        return changed
      } finally {
        // Also when the server is gone in the middle: what was done until then can be undone.
        setProgress(null)
        const done = changed.size
        setOutcome({ deed, done, refused: reasons.length, reason: reasons[0], undo: undoing })
        await queries.invalidateQueries({ predicate: ({ queryKey }) => stale.includes(queryKey[0] as CallId) })
      }
    },
  })

  /** Answers the samples as they are now; nothing when it could not be done. */
  const work = async (task: Work): Promise<Samples> => {
    reset()
    setOutcome(null)
    return task.total === 0 ? new Map() : mutateAsync(task).catch(() => new Map())
  }
  const apply = (deed: Deed, changes: readonly Change[]) =>
    work({
      deed,
      total: changes.length,
      send: (from, to) => {
        const samples = changes.slice(from, to).map(itemOf)
        return clientOf(project_id).call('UpdateSamples', { dataset_id }, { samples })
      },
      after: (index) => [changes[index]!.after.sample_id!, written(changes[index]!)],
      undo: (index) => (deed.kind === 'undo' ? [] : [reverse(changes[index]!)]),
    })
  return {
    apply,
    undo: () => (outcome ? apply({ kind: 'undo' }, outcome.undo) : Promise.resolve<Samples>(new Map())),
    remove: (ids: readonly string[], delete_source: boolean) =>
      work({
        deed: { kind: 'delete' },
        total: ids.length,
        send: (from, to) => {
          const samples = ids.slice(from, to)
          return clientOf(project_id).call('DeleteSamples', { dataset_id }, { samples, delete_source })
        },
        after: (index) => [ids[index]!, null],
        undo: () => [],
      }),
    progress,
    outcome,
    error,
    isPending,
  }
}

export type BulkEdit = ReturnType<typeof useBulkEdit>
