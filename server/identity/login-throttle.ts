const WINDOW = 60_000
/** Failed attempts in a minute (reliability T27). */
const PER_ACCOUNT = 5
const PER_ADDRESS = 30
const KEPT_KEYS = 10_000

/** Either a place, which `release` gives back, or the whole seconds until there is one. */
export type Place = { release: () => void } | { seconds: number }

/**
 * Slows down guessing of passwords. Each attempt takes a place before the password is looked at, so a hundred guesses at once
 * are no way round; a right password gives its place back, since command lines sign in at every call. Kept in memory:
 * several processes count apart from each other.
 */
export class LoginThrottle {
  readonly #attempts = new Map<string, number[]>()

  /** Takes a place for an attempt on an account from an address; `now` in milliseconds. */
  enter(account: string, address: string, now: number): Place {
    if (this.#attempts.size >= KEPT_KEYS) this.#forgetOld(now)
    const ofAccount = this.#recent(`account ${account}`, now)
    const ofAddress = this.#recent(`address ${address}`, now)
    const free = Math.max(freeAt(ofAccount, PER_ACCOUNT), freeAt(ofAddress, PER_ADDRESS))
    if (free > now) return { seconds: Math.ceil((free - now) / 1000) }
    ofAccount.push(now)
    ofAddress.push(now)
    return {
      release() {
        for (const times of [ofAccount, ofAddress]) {
          const index = times.indexOf(now)
          if (index >= 0) times.splice(index, 1)
        }
      },
    }
  }

  /** Accounts and addresses that are remembered. */
  get size(): number {
    return this.#attempts.size
  }

  /** Times of the attempts within the last minute, oldest first. */
  #recent(key: string, now: number): number[] {
    const times = this.#attempts.get(key) ?? []
    this.#attempts.set(key, times)
    while (times.length > 0 && times[0]! <= now - WINDOW) times.shift()
    return times
  }

  #forgetOld(now: number): void {
    for (const [key, times] of this.#attempts) if ((times.at(-1) ?? 0) <= now - WINDOW) this.#attempts.delete(key)
  }
}

/** When one of so many places becomes free. */
function freeAt(times: readonly number[], places: number): number {
  return times.length < places ? 0 : times[times.length - places]! + WINDOW
}
