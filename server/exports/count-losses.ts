import type { LossCount } from '#contract/versions.ts'
import type { Loss } from '#core/formats/record.ts'

/** Kinds of losses that are told apart. */
const MOST = 200

/** Adds up what formats could not hold, by the kind of field and the reason. */
export class LossCounter {
  readonly #counts = new Map<string, LossCount>()

  add({ field, reason: told }: Loss): void {
    const kind = field.replace(/\[\d+\]/g, '[]')
    // Every file goes to a place of its own, and all of them are one kind.
    const reason = field === 'path' ? 'is another one' : told
    const key = `${kind}\n${reason}`
    const known = this.#counts.get(key)
    if (known) known.count++
    else if (this.#counts.size < MOST) this.#counts.set(key, { field: kind, reason, count: 1 })
  }

  /** The most frequent first. */
  get counts(): LossCount[] {
    return [...this.#counts.values()].sort((a, b) => b.count - a.count)
  }
}
