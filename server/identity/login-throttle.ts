import { createHash } from 'node:crypto'

const WINDOW = 60_000
/** Failed attempts in a minute (reliability T27). */
const PER_ACCOUNT = 5
const PER_ADDRESS = 30

/** Either a place, which `release` gives back, or the whole seconds until there is one. */
export type Place = { release: () => void } | { seconds: number }

/**
 * Slows down guessing of passwords. Each attempt takes a place before the password is looked at, so a hundred guesses at once
 * are no way round; a right password gives its place back, since command lines sign in at every call. Kept in memory:
 * several processes count apart from each other.
 *
 * Strangers decide what is kept here: only hashes of what they call themselves, only for attempts that took a place, and
 * for two minutes at most.
 */
export class LoginThrottle {
  readonly #attempts = new Map<string, number[]>()
  #lastCleaning = 0

  /** Takes a place for an attempt on an account from an address; `now` in milliseconds of a clock that is never set back. */
  enter(account: string, address: string, now: number): Place {
    this.#forgetOld(now)
    const keys = [hashOf(`account ${account}`), hashOf(`address ${address}`)] as const
    const [ofAccount, ofAddress] = keys.map((key) => this.#recent(key, now)) as [number[], number[]]
    const free = Math.max(freeAt(ofAccount, PER_ACCOUNT), freeAt(ofAddress, PER_ADDRESS))
    if (free > now) return { seconds: Math.ceil((free - now) / 1000) }
    ofAccount.push(now)
    ofAddress.push(now)
    this.#attempts.set(keys[0], ofAccount).set(keys[1], ofAddress)
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
    while (times.length > 0 && times[0]! <= now - WINDOW) times.shift()
    return times
  }

  /** Once a minute, so that a flood of names is not gone through at each of them. */
  #forgetOld(now: number): void {
    if (now < this.#lastCleaning + WINDOW) return
    this.#lastCleaning = now
    for (const [key, times] of this.#attempts) if ((times.at(-1) ?? 0) <= now - WINDOW) this.#attempts.delete(key)
  }
}

function hashOf(key: string): string {
  return createHash('sha256').update(key).digest('base64url')
}

/** When one of so many places becomes free. */
function freeAt(times: readonly number[], places: number): number {
  return times.length < places ? 0 : times[times.length - places]! + WINDOW
}
