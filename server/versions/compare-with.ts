import type { SampleRow } from '#adapters/sql/tables.ts'
import { sameLabels } from '#core/labels/same-labels.ts'

/** A sample beside what it was in an earlier state; either may be missing, not both. */
export type Pair = { now?: SampleRow; before?: SampleRow }

/** Puts two states side by side, both in the order of keys: in constant memory, however many samples there are. */
export async function* compareWith(
  now: AsyncIterable<SampleRow>,
  before: AsyncIterable<SampleRow>,
): AsyncGenerator<Pair> {
  const earlier = before[Symbol.asyncIterator]()
  try {
    let old = await earlier.next()
    for await (const sample of now) {
      for (; !old.done && old.value.sample_key < sample.sample_key; old = await earlier.next()) {
        yield { before: old.value }
      }
      const isSame = !old.done && old.value.sample_key === sample.sample_key
      yield isSame ? { now: sample, before: old.value } : { now: sample }
      if (isSame) old = await earlier.next()
    }
    for (; !old.done; old = await earlier.next()) yield { before: old.value }
  } finally {
    await earlier.return?.()
  }
}

/** The state before the first version. */
export async function* none(): AsyncGenerator<SampleRow> {}

/** Whether a sample says something else than before: labels, marks or metadata (formats 9). */
export function isModified(now: SampleRow, before: SampleRow): boolean {
  if (now.hard !== before.hard || now.metadata !== before.metadata) return true
  return now.labels !== before.labels && !sameLabels(JSON.parse(now.labels), JSON.parse(before.labels))
}
