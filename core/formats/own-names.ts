/**
 * Gives every file the first name that no other has. Only the names given are kept, so a million samples cost some
 * hundred megabytes at most.
 */
export class OwnNames {
  readonly #taken = new Set<string>()

  take(names: readonly string[]): string | undefined {
    const free = names.find((name) => !this.#taken.has(name))
    if (free !== undefined) this.#taken.add(free)
    return free
  }
}
