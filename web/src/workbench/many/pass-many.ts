import { ApiError } from '#client/client.ts'
import type { SampleComment } from '#contract/acceptance.ts'
import type { Rating } from '#contract/codes.ts'
import type { DescribeSampleResp } from '#contract/samples.ts'
import { commentOn, isUnseen, type VerdictMode, withVerdict } from '#web/workbench/verdict/verdict.ts'

type Entry = DescribeSampleResp

/**
 * What became of each entry; without an error somebody else was first (behaviour 6.1). One whose labels were changed since they
 * were listed comes with those that it has now.
 */
export type Outcome = {
  readonly rating: Rating
  readonly passed: readonly Entry[]
  readonly failed: readonly { readonly entry: Entry; readonly error?: unknown }[]
}

export type Door = {
  /** One call of the wire; a code in its answer says that all of it was reviewed already. */
  send(comments: readonly SampleComment[]): Promise<{ error_code?: string | undefined } | object>
  /** The entries of these samples as they are now. */
  read(sample_ids: readonly string[]): Promise<readonly Entry[]>
}

/** As many as are read back by one call. */
export const MOST_AT_ONCE = 100

/**
 * Passes entries with one rating by one call. A call that is refused for one of them has done nothing (D33): then each entry
 * is sent by itself, so that what is wrong with one holds up no other. What a call passed over in silence, because somebody
 * else was first, is found by reading back. Throws when the server cannot be asked at all.
 */
export async function passMany(
  door: Door,
  { mode, entries, rating }: { mode: VerdictMode; entries: readonly Entry[]; rating: Rating },
): Promise<Outcome> {
  const verdict = { accept: true, score: rating } as const
  const commentOf = (entry: Entry) => commentOn(entry, verdict, entry.muster?.revision)
  const said = (entry: Entry) => withVerdict(entry, mode, verdict)
  try {
    const reply = await door.send(entries.map(commentOf))
    if (hasCode(reply)) return { rating, passed: [], failed: entries.map((entry) => ({ entry })) }
  } catch (error) {
    const [entry, ...others] = entries
    if (entry && others.length === 0) {
      const now = isUnseen(error) ? await readAnew(door, entry) : entry
      return { rating, passed: [], failed: [{ entry: now, error }] }
    }
    if (!isOfAnEntry(error)) throw error
    const outcomes: Outcome[] = []
    for (const entry of entries) outcomes.push(await passMany(door, { mode, entries: [entry], rating }))
    return {
      rating,
      passed: outcomes.flatMap(({ passed }) => passed),
      failed: outcomes.flatMap(({ failed }) => failed),
    }
  }
  if (mode === 'judge' || entries.length === 1) return { rating, passed: entries.map(said), failed: [] }
  const now = await door.read([...new Set(entries.map(({ sample_id }) => sample_id!))])
  const isPassed = (entry: Entry) =>
    now.some((one) => isThis(entry, one) && one.review_accept === true && one.review_score === rating)
  return {
    rating,
    passed: entries.filter(isPassed).map(said),
    failed: entries.filter((entry) => !isPassed(entry)).map((entry) => ({ entry })),
  }
}

/** An entry with the labels that it has by now; as it was where they cannot be read. */
async function readAnew(door: Door, entry: Entry): Promise<Entry> {
  const now = await door.read([entry.sample_id!]).catch(() => [])
  return now.find((one) => isThis(entry, one)) ?? entry
}

function isThis({ sample_id, worker_id }: Entry, one: Entry): boolean {
  return one.sample_id === sample_id && (worker_id === undefined || one.worker_id === worker_id)
}

/** Whether a call was refused for what it says of an entry: without an answer, or without a session, all would end the same. */
function isOfAnEntry(error: unknown): boolean {
  return error instanceof ApiError && [400, 404, 409, 412].includes(error.status)
}

function hasCode(reply: object): boolean {
  return 'error_code' in reply && Boolean(reply.error_code)
}
