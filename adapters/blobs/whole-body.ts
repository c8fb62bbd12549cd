import { pipeline, type Readable, Transform, type TransformCallback } from 'node:stream'
import { s3StoreFault } from './s3-faults.ts'

/**
 * The bytes of an answer, which must be as many as it announced: a line that is cut, a body that ends early and one on which
 * nothing comes any more end with E4314, never as a short file. A reader who rests is no silence.
 */
export function wholeBody(body: Readable, length: number, silence: number): Readable {
  const whole = new WholeBody(length, silence)
  pipeline(body, whole, () => {})
  return whole
}

class WholeBody extends Transform {
  #missing: number
  readonly #silence: number
  #alarm: NodeJS.Timeout | undefined

  constructor(length: number, silence: number) {
    super()
    this.#missing = length
    this.#silence = silence
  }

  override _read(size: number): void {
    this.#alarm ??= setTimeout(() => this.destroy(new Error(`nothing came for ${this.#silence} ms`)), this.#silence)
    super._read(size)
  }

  override _transform(chunk: Uint8Array, _encoding: string, done: TransformCallback): void {
    this.#rest()
    this.#missing -= chunk.length
    done(this.#missing < 0 ? new Error('more bytes came than were announced') : null, chunk)
  }

  override _flush(done: TransformCallback): void {
    this.#rest()
    done(this.#missing > 0 ? new Error(`the file ended ${this.#missing} bytes early`) : null)
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
