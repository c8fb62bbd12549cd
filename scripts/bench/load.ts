import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'

/** One call of an operation; `body` is JSON text. */
export type LoadCall = { method: string; path: string; token: string; body?: string }

export type Load = {
  url: string
  /** Every connection makes its calls one after the other. */
  connections: LoadCall[][]
  /** Again and again, until stopped. */
  endless?: boolean
  /** Rest after each call, in milliseconds. */
  pause?: number
}

/** Latencies in milliseconds, per connection. */
export type LoadResult = { seconds: number; latencies: number[][]; faults: string[] }

/** A process of its own that makes calls. */
export class LoadClient {
  readonly #child: ChildProcess = fork(new URL('./load-client.ts', import.meta.url), { serialization: 'advanced' })

  /** Makes all calls of a load; preparing them is not counted. */
  async run(load: Load): Promise<LoadResult> {
    return (await this.begin(load)).ended
  }

  /** Begins with an endless load; `stop` ends it. */
  async begin(load: Load): Promise<{ ended: Promise<LoadResult>; stop: () => Promise<LoadResult> }> {
    this.#child.send(load)
    await once(this.#child, 'message')
    this.#child.send('go')
    const ended = this.#result()
    const stop = () => {
      this.#child.send('stop')
      return ended
    }
    return { ended, stop }
  }

  async #result(): Promise<LoadResult> {
    const [result] = (await once(this.#child, 'message')) as [LoadResult]
    if (result.faults.length > 0) throw new Error(`The server refused calls of the bench:\n${result.faults.join('\n')}`)
    return result
  }

  async stop(): Promise<void> {
    this.#child.disconnect()
    if (this.#child.exitCode === null) await once(this.#child, 'exit')
  }
}
