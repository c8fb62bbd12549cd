import type { OnUnusable } from '#adapters/blobs/blob-store.ts'
import { compareKeys } from '#core/codecs/object-path.ts'
import type { Problem } from './problems.ts'

/** What would blur a list, or could not be stored. */
const UNPRINTABLE = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/gu

/** Counts the files and folders below a prefix whose names cannot be keys; all are told in one line. */
export class UnusableNames {
  readonly #prefix: string
  #count = 0
  #first: { key: string; fault: string } | undefined

  constructor(prefix: string) {
    this.#prefix = prefix
  }

  readonly add: OnUnusable = (key, fault) => {
    this.#count++
    if (this.#first === undefined || compareKeys(key, this.#first.key) < 0) this.#first = { key, fault }
  }

  problems(): Problem[] {
    if (this.#first === undefined) return []
    const { key, fault } = this.#first
    const more = this.#count > 1 ? `; it is the first of ${this.#count} such names` : ''
    const path = key.slice(this.#prefix.length).replace(UNPRINTABLE, '\ufffd')
    return [{ kind: 'failed', path, line: null, reason: `stays out${withAll(key)}: a path ${fault}${more}` }]
  }
}

const withAll = (key: string) => (key.endsWith('/') ? ' with all that lies in it' : '')
