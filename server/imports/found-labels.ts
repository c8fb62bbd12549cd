import type { FoundLabel } from '#contract/imports.ts'
import type { RecordLabel } from '#core/formats/record.ts'

/** Enough to be mapped by a person, little enough to be stored with every chunk. */
const MOST = 1000
/** Longer names are none (behaviour 7): they are told as problems of their samples. */
const LONGEST = 1024

/** The labels that a dry run meets, by name and type as the source has them. */
export class FoundLabels {
  readonly #found: Map<string, FoundLabel>

  /** Goes on with those that were met before an interruption. */
  constructor(before: readonly FoundLabel[] = []) {
    this.#found = new Map(before.map((label) => [keyOf(label), { ...label }]))
  }

  add(labels: readonly RecordLabel[]): void {
    for (const { name, type } of labels) {
      if (name === undefined || type === undefined || name.length > LONGEST) continue
      const key = keyOf({ name, type })
      const there = this.#found.get(key)
      if (there) there.count++
      else if (this.#found.size < MOST) this.#found.set(key, { name, type, count: 1, known: false })
    }
  }

  /** `isKnown` says which the dataset has. */
  list(isKnown: (label: FoundLabel) => boolean): FoundLabel[] {
    return [...this.#found.values()].map((label) => ({ ...label, known: isKnown(label) }))
  }
}

function keyOf({ name, type }: Pick<FoundLabel, 'name' | 'type'>): string {
  return `${type} ${name}`
}
