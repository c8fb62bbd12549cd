/** What a card shows of a long text, in UTF-16 units: at first, and when more is wanted. A longer one is read by itself. */
export const SHORT = 400
export const LONG = 20_000

/**
 * The beginning of a text, up to the last space within `most` units; a text that is hardly longer is not cut. Without
 * spaces it is cut between two letters.
 */
export function cutText(text: string, most: number): { shown: string; isCut: boolean } {
  if (text.length <= most * 1.25) return { shown: text, isCut: false }
  const head = text.slice(0, most)
  const space = head.search(/\s\S*$/)
  if (space > most / 2) return { shown: head.slice(0, space), isCut: true }
  let end = 0
  for (const { index, segment } of new Intl.Segmenter().segment(text.slice(0, most + LONGEST_LETTER))) {
    if (index + segment.length > most) break
    end = index + segment.length
  }
  return { shown: text.slice(0, end), isCut: true }
}

/** A letter with all that belongs to it is hardly ever longer, in UTF-16 units. */
const LONGEST_LETTER = 32
