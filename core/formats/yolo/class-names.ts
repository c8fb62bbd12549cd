import type { LabelType } from '#contract/codes.ts'
import type { Label } from '#contract/labels.ts'

/** Names and their indices: those of the dataset in its order, and behind them others as they are met. */
export class ClassNames {
  readonly #indices = new Map<string, number>()
  readonly #names: string[] = []
  readonly #fits: (name: string) => boolean

  constructor(labels: readonly Label[], type: LabelType, fits: (name: string) => boolean = () => true) {
    this.#fits = fits
    for (const label of labels) if (label.name !== undefined && label.type === type) this.indexOf(label.name)
  }

  indexOf(name: string): number | undefined {
    const known = this.#indices.get(name)
    if (known !== undefined || !this.#fits(name)) return known
    this.#indices.set(name, this.#names.length)
    return this.#names.push(name) - 1
  }

  get size(): number {
    return this.#names.length
  }

  get(index: number): string | undefined {
    return this.#names[index]
  }

  /** In the order of their indices. */
  get all(): readonly string[] {
    return this.#names
  }
}
