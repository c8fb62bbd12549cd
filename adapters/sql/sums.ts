/** Sums up changes of counters by key, so that a batch writes each counter once. */
export class Sums<Key extends (string | number)[]> {
  readonly #rows = new Map<string, { key: Key; sums: number[] }>()

  add(key: Key, ...amounts: number[]): void {
    const name = key.join('\u0000')
    const row = this.#rows.get(name)
    if (!row) this.#rows.set(name, { key, sums: amounts })
    else for (let i = 0; i < amounts.length; i++) row.sums[i]! += amounts[i]!
  }

  /** The rows that really changed. */
  rows(): (string | number)[][] {
    const changed = [...this.#rows.values()].filter(({ sums }) => sums.some((sum) => sum !== 0))
    return changed.map(({ key, sums }) => [...key, ...sums])
  }
}
