import { PassThrough, type Transform } from 'node:stream'
import { createGzip } from 'node:zlib'
import type { BlobStore } from './blob-store.ts'

/** Characters gathered before they are handed on: lines are short, and each handing costs. */
const GATHERED = 64 * 1024

/**
 * Writes an object piece by piece in constant memory. It is there when it was closed, whole or not at all; what goes wrong in the
 * store is thrown by the next `write` or by `close`.
 */
export class BlobPen {
  readonly #input: Transform
  readonly #stored: Promise<void>
  #failure: unknown
  #gathered = ''

  constructor(blobs: BlobStore, { bucket, key, gzip = false }: { bucket: string; key: string; gzip?: boolean }) {
    // Fast rather than small: the work of compressing must not hold up what is compressed.
    this.#input = gzip ? createGzip({ level: 1 }) : new PassThrough()
    this.#input.on('error', () => {})
    this.#stored = blobs.writeBlob(bucket, key, this.#input).then(
      () => {},
      (error) => {
        this.#failure = error
        this.#input.destroy()
      },
    )
  }

  async write(text: string): Promise<void> {
    this.#gathered += text
    if (this.#gathered.length >= GATHERED) await this.#handOn()
  }

  async close(): Promise<void> {
    await this.#handOn()
    this.#input.end()
    await this.#stored
    this.#throwFailure()
  }

  /** Leaves nothing behind. */
  async drop(): Promise<void> {
    this.#input.destroy(new Error('The writing was given up'))
    await this.#stored
  }

  async #handOn(): Promise<void> {
    this.#throwFailure()
    const text = this.#gathered
    this.#gathered = ''
    if (text === '' || this.#input.write(text)) return
    await this.#untilRoom()
    this.#throwFailure()
  }

  /** Waits until the store took enough, or gave up. A race with `#stored` would remember every wait until the object is written. */
  async #untilRoom(): Promise<void> {
    const input = this.#input
    if (!input.destroyed) {
      await new Promise<void>((resolve) => {
        const done = () => {
          input.off('drain', done).off('close', done)
          resolve()
        }
        input.on('drain', done).on('close', done)
      })
    }
    if (input.destroyed) await this.#stored
  }

  #throwFailure(): void {
    if (this.#failure !== undefined) throw this.#failure
  }
}
