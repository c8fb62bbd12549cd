/** The shortest time between two emissions of the same key, in milliseconds. */
const INTERVAL = 500

type Slot<Value> = { timer: NodeJS.Timeout; waiting: Value | null }

/**
 * Passes values on at once, but the same key at most twice a second: what comes meanwhile is merged and follows at the end
 * of the interval, so that the last change is always told.
 */
export class Throttle<Value> {
  readonly #slots = new Map<string, Slot<Value>>()
  readonly #emit: (value: Value) => void
  readonly #merge: (earlier: Value, later: Value) => Value

  constructor(emit: (value: Value) => void, merge: (earlier: Value, later: Value) => Value) {
    this.#emit = emit
    this.#merge = merge
  }

  /** Keys that were heard of within the last interval. */
  get size(): number {
    return this.#slots.size
  }

  push(key: string, value: Value): void {
    const slot = this.#slots.get(key)
    if (slot) {
      slot.waiting = slot.waiting === null ? value : this.#merge(slot.waiting, value)
      return
    }
    this.#slots.set(key, { timer: this.#wait(key), waiting: null })
    this.#emit(value)
  }

  /** Drops what is waiting. */
  close(): void {
    for (const { timer } of this.#slots.values()) clearTimeout(timer)
    this.#slots.clear()
  }

  #wait(key: string): NodeJS.Timeout {
    return setTimeout(() => this.#pass(key), INTERVAL).unref()
  }

  #pass(key: string): void {
    const { waiting } = this.#slots.get(key)!
    if (waiting === null) {
      this.#slots.delete(key)
      return
    }
    this.#slots.set(key, { timer: this.#wait(key), waiting: null })
    this.#emit(waiting)
  }
}
