import type { Broadcast } from '#adapters/sql/broadcast.ts'
import type { ChangeEvent } from '#contract/events.ts'
import { Throttle } from './throttle.ts'

/** What changed, and what is needed to know whom it concerns. */
export type Change = ChangeEvent & {
  project_id: string
  /** The team of a change of kind `team`. */
  workforce_id?: string | undefined
  /** Of the labelers only these are concerned; missing: all of them. */
  worker_ids?: readonly string[] | undefined
}

/** More different changes in half a second than this are told less exactly, so that memory stays bounded. */
const MOST_KEYS = 5_000

/** Labelers that a change names; a list that is longer, or holds what is no id, is not worth telling apart. */
const MOST_WORKERS = 100
const ID = /^[\w-]{1,64}$/

/**
 * Changes of the records, told after they were committed, to everybody in this process who listens and to all other
 * processes on the same records. Nothing depends on them: who misses one finds the same by asking again.
 */
export class Events {
  readonly #listeners = new Set<(change: Change | null) => void>()
  readonly #broadcast: Broadcast
  readonly #here: Throttle<Change>
  readonly #elsewhere: Throttle<Change>
  #listening: Promise<void> | undefined
  #closed = false

  constructor(broadcast: Broadcast) {
    this.#broadcast = broadcast
    this.#here = new Throttle((change) => this.#tell(change), mergeChanges)
    this.#elsewhere = new Throttle((change) => broadcast.send(JSON.stringify(change)), mergeChanges)
  }

  publish(change: Change): void {
    if (this.#closed) return
    push(this.#elsewhere, change)
    push(this.#here, change)
  }

  /** The listener hears of changes from now on, and null when some may have been missed. */
  async subscribe(listener: (change: Change | null) => void): Promise<void> {
    this.#listeners.add(listener)
    this.#listening ??= this.#broadcast.listen((message) => {
      if (this.#closed) return
      if (message === null) this.#tell(null)
      else push(this.#here, JSON.parse(message))
    })
    await this.#listening
  }

  async close(): Promise<void> {
    this.#closed = true
    this.#here.close()
    this.#elsewhere.close()
    await this.#broadcast.close()
  }

  #tell(change: Change | null): void {
    for (const listener of this.#listeners) listener(change)
  }
}

function push(throttle: Throttle<Change>, change: Change): void {
  const bounded = boundWorkers(change)
  const { sample_id: _, ...wider } = bounded
  const told = throttle.size < MOST_KEYS ? bounded : wider
  throttle.push(keyOf(told), told)
}

function keyOf({ project_id, kind, dataset_id, workforce_task_id, sample_id, workforce_id }: Change): string {
  return JSON.stringify([project_id, kind, dataset_id, workforce_task_id, sample_id, workforce_id])
}

function mergeChanges(earlier: Change, later: Change): Change {
  const both = earlier.worker_ids && later.worker_ids && new Set([...earlier.worker_ids, ...later.worker_ids])
  return boundWorkers({ ...later, worker_ids: both && [...both] })
}

/** Callers may name anybody and anything, and a message between processes is short. */
function boundWorkers(change: Change): Change {
  const { worker_ids = [] } = change
  const isSmall = worker_ids.length <= MOST_WORKERS && worker_ids.every((id) => ID.test(id))
  return isSmall ? change : { ...change, worker_ids: undefined }
}
