type Part = string | number
type Row = { key: readonly Part[]; sums: number[] }
type Branch = Map<Part, Branch | Row>

/** Sums up changes of counters by key, so that a batch writes each counter once. */
export class Sums<Key extends Part[]> {
  /** A level for each part of the key: to join the parts to one text takes longer. */
  readonly #root: Branch = new Map()
  readonly #rows: Row[] = []

  add(key: Key, ...amounts: number[]): void {
    const last = key.length - 1
    let branch = this.#root
    for (let i = 0; i < last; i++) {
      const next = (branch.get(key[i]!) as Branch | undefined) ?? new Map()
      if (next.size === 0) branch.set(key[i]!, next)
      branch = next
    }
    const row = branch.get(key[last]!) as Row | undefined
    if (row) {
      for (let i = 0; i < amounts.length; i++) row.sums[i]! += amounts[i]!
      return
    }
    const fresh = { key, sums: amounts }
    branch.set(key[last]!, fresh)
    this.#rows.push(fresh)
  }

  /** The rows that really changed. */
  rows(): Part[][] {
    const changed = this.#rows.filter(({ sums }) => sums.some((sum) => sum !== 0))
    return changed.map(({ key, sums }) => [...key, ...sums])
  }
}
