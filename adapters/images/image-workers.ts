import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import type { Pixels } from '#core/formats/files.ts'
import type { FromChild, ImageWork, MadeOf, ToChild } from './image-work.ts'

/** A picture of which nothing can be made; the message is the end of a sentence about it. */
export class BadImage extends Error {
  override readonly name = 'BadImage'
}

/** More wait than can be served soon. */
export class TooManyWaiting extends Error {
  override readonly name = 'TooManyWaiting'
}

/** In milliseconds: of one work (reliability S14), and until a child without work ends. */
const LONGEST_WORK = 10_000
const LONGEST_REST = 30_000

/**
 * Makes pictures in child processes, a few at a time; the others wait. A child stays for the next work, for starting one takes
 * as long as many thumbnails. One that fails or takes too long is killed: the picture is bad, the next gets a new child.
 */
export class ImageWorkers {
  readonly #atOnce: number
  readonly #mostWaiting: number
  readonly #longestWork: number
  /** With the timers that end their rest. */
  readonly #resting = new Map<ChildProcess, NodeJS.Timeout>()
  readonly #children = new Set<ChildProcess>()
  readonly #waiting: (() => void)[] = []
  #busy = 0
  #closed = false

  constructor({ atOnce = 2, mostWaiting = 1000, longestWork = LONGEST_WORK } = {}) {
    this.#atOnce = atOnce
    this.#mostWaiting = mostWaiting
    this.#longestWork = longestWork
  }

  /**
   * Asks for the work once it can begin, so that what waits holds no bytes. Answers one picture, or as many as there are
   * tiles. Throws `BadImage`, `TooManyWaiting`.
   */
  run(prepare: () => Promise<ImageWork>): Promise<Uint8Array[]> {
    return this.#runInTurn(prepare)
  }

  /** Decodes a mask; asks for its bytes once it can begin. Throws `BadImage`, `TooManyWaiting`. */
  readMask(prepare: () => Promise<Uint8Array>): Promise<Pixels> {
    return this.#runInTurn(async () => ({ mask: await prepare() }))
  }

  /** Ends the children; works under way fail. */
  close(): void {
    this.#closed = true
    for (const child of this.#children) child.kill('SIGKILL')
  }

  async #runInTurn<Work extends ToChild>(prepare: () => Promise<Work>): Promise<MadeOf<Work>> {
    if (this.#closed || this.#waiting.length >= this.#mostWaiting) throw new TooManyWaiting()
    if (this.#busy < this.#atOnce) this.#busy++
    else await new Promise<void>((begin) => this.#waiting.push(begin))
    try {
      return await this.#runInChild(await prepare())
    } finally {
      const next = this.#waiting.shift()
      if (next) next()
      else this.#busy--
    }
  }

  async #runInChild<Work extends ToChild>(work: Work): Promise<MadeOf<Work>> {
    if (this.#closed) throw new TooManyWaiting()
    const child = this.#takeResting() ?? this.#startChild()
    const settled = new AbortController()
    const tooLong = setTimeout(() => child.kill('SIGKILL'), this.#longestWork)
    try {
      const { signal } = settled
      const answered = once(child, 'message', { signal }) as Promise<[FromChild]>
      const ended = once(child, 'exit', { signal }).then(
        () => [{ reason: 'takes too long or too much memory' }] as const,
      )
      answered.catch(() => {})
      ended.catch(() => {})
      child.send(work, (error) => error && child.kill('SIGKILL'))
      const [answer] = await Promise.race([answered, ended])
      if (child.connected) this.#resting.set(child, setTimeout(() => child.kill('SIGKILL'), LONGEST_REST).unref())
      if ('reason' in answer) throw new BadImage(answer.reason)
      return answer.made as MadeOf<Work>
    } finally {
      clearTimeout(tooLong)
      settled.abort()
    }
  }

  #startChild(): ChildProcess {
    // It gets nothing of the environment, which holds passwords.
    const child = fork(new URL('./image-child.ts', import.meta.url), [], {
      execArgv: [],
      env: {},
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    })
    // An open channel would keep the server from ending.
    child.unref()
    child.channel?.unref()
    this.#children.add(child)
    child.on('error', () => child.kill('SIGKILL'))
    child.once('exit', () => {
      this.#children.delete(child)
      this.#wake(child)
    })
    return child
  }

  #takeResting(): ChildProcess | undefined {
    for (const child of this.#resting.keys()) {
      this.#wake(child)
      if (child.connected) return child
    }
    return undefined
  }

  #wake(child: ChildProcess): void {
    clearTimeout(this.#resting.get(child))
    this.#resting.delete(child)
  }
}
