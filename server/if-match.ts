import { errors } from '#contract/errors.ts'
import type { SampleLabels } from '#contract/samples.ts'
import type { ItemResult } from '#server/replies.ts'

/** The ETag of an answer about one sample: the revision of its labels. */
export function tagOf(answer: unknown): string | undefined {
  const revision = (answer as { muster?: { revision?: number } } | null | undefined)?.muster?.revision
  return revision === undefined ? undefined : `"${revision}"`
}

/**
 * The items of a call, the one item with the revision that the header If-Match names. The header speaks of one thing, so
 * it is refused beside several items; those say it each for themselves.
 */
export function withIfMatch(ifMatch: string | undefined, items: readonly SampleLabels[]): readonly SampleLabels[] {
  if (ifMatch === undefined) return items
  const [, digits] = /^"(\d{1,15})"$/.exec(ifMatch.trim()) ?? []
  if (digits === undefined) throw errors.parameterInvalid('If-Match: must be one ETag of a sample, as "3"')
  if (items.length !== 1) {
    throw errors.parameterInvalid('If-Match: is for one sample; several say muster.revision each')
  }
  return [{ ...items[0], muster: { revision: Number(digits) } }]
}

/** A call that If-Match made depend on a revision fails as a whole when it is another by now. */
export function failIfStale(ifMatch: string | undefined, [result]: readonly ItemResult[]): void {
  if (ifMatch === undefined || result?.error_code !== errors.revisionStale.error_code) return
  throw errors.revisionStale(result.error_msg)
}
