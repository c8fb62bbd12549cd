/** Of the 32 hex digits of an id as many as a number holds exactly: 52 bits. */
const DIGITS = 13

/** Ids of very many samples, 8 bytes each: all are added, then asked for. */
export class IdSet {
  #numbers = new Float64Array(1024)
  #size = 0
  #sorted = true

  get size(): number {
    return this.#size
  }

  add(sample_id: string): void {
    if (this.#size === this.#numbers.length) {
      const larger = new Float64Array(2 * this.#size)
      larger.set(this.#numbers)
      this.#numbers = larger
    }
    this.#numbers[this.#size++] = numberOf(sample_id)
    this.#sorted = false
  }

  has(sample_id: string): boolean {
    if (!this.#sorted) this.#numbers.subarray(0, this.#size).sort()
    this.#sorted = true
    const wanted = numberOf(sample_id)
    let [low, high] = [0, this.#size]
    while (low < high) {
      const middle = (low + high) >>> 1
      if (this.#numbers[middle]! < wanted) low = middle + 1
      else high = middle
    }
    return low < this.#size && this.#numbers[low] === wanted
  }
}

const numberOf = (sample_id: string) => Number.parseInt(sample_id.slice(0, DIGITS), 16)
