import { createHash } from 'node:crypto'
import { pipeline, type Readable, Transform, type TransformCallback } from 'node:stream'
import { s3StoreFault } from './s3-faults.ts'

/** What is promised of a body: how many bytes come, that none stay away for so many milliseconds, and by their MD5 sum what is wrong. */
type Promised = { length: number; silence: number; faultOfSum?: (md5: string) => string | undefined }

/**
 * The bytes of an answer, which must be as many as it announced: a line that is cut, a body that ends early, one on which
 * nothing comes any more and one of another sum end with E4314, never as a file. A reader who rests is no silence.
 */
export function wholeBody(body: Readable, promised: Promised): Readable {
  const whole = new WholeBody(promised)
  pipeline(body, whole, () => {})
  return whole
}

class WholeBody extends Transform {
  #missing: number
  readonly #silence: number
  readonly #sum = createHash('md5')
  readonly #faultOfSum: Promised['faultOfSum']
  #alarm: NodeJS.Timeout | undefined

  constructor({ length, silence, faultOfSum }: Promised) {
    super()
    this.#missing = length
    this.#silence = silence
    this.#faultOfSum = faultOfSum
  }

  override _read(size: number): void {
    this.#alarm ??= setTimeout(() => this.destroy(new Error(`nothing came for ${this.#silence} ms`)), this.#silence)
    super._read(size)
  }

  override _transform(chunk: Uint8Array, _encoding: string, done: TransformCallback): void {
    this.#rest()
    this.#missing -= chunk.length
    if (this.#faultOfSum) this.#sum.update(chunk)
    done(this.#missing < 0 ? new Error('more bytes came than were announced') : null, chunk)
  }

  override _flush(done: TransformCallback): void {
    this.#rest()
    const isShort = this.#missing > 0
    const fault = isShort ? `the file ended ${this.#missing} bytes early` : this.#faultOfSum?.(this.#sum.digest('hex'))
    done(fault === undefined ? null : new Error(fault))
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.#rest()
    // A reader who has enough ends the stream with this one.
    done(error === null || error.name === 'AbortError' ? error : s3StoreFault(error))
  }

  #rest(): void {
    clearTimeout(this.#alarm)
    this.#alarm = undefined
  }
}
