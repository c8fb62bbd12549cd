import type { BlobStore } from '#adapters/blobs/blob-store.ts'
import type { ImageWorkers } from '#adapters/images/image-workers.ts'
import type { Mailer } from '#adapters/mail/mailer.ts'
import type { Store } from '#adapters/sql/store.ts'
import type { Config } from './config.ts'
import type { Events } from './events/events.ts'
import type { Jobs } from './jobs/jobs.ts'
import type { Keys } from './keys.ts'

/** Everything a handler, use case or job reaches the world through. */
export type Services = {
  config: Config
  store: Store
  blobs: BlobStore
  images: ImageWorkers
  mailer: Mailer
  keys: Keys
  jobs: Jobs
  /** Told what changed, after it was committed. */
  events: Events
  /** Epoch milliseconds. */
  now: () => number
  /** Milliseconds since some moment; never set back like the clock on the wall, so it measures waiting. */
  ticks: () => number
  /** Writes one line for the administrator. */
  log: (line: string) => void
}
