import { type ChildProcess, fork } from 'node:child_process'
import { realpathSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Answer, FromReader, ToReader } from './reader-process.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
/** What the program is made of; its packages may be reached through a link. */
const PROGRAM = [ROOT, realpathSync(join(ROOT, 'node_modules'))]
/** Without a sign of life, in milliseconds. */
const LONGEST = 10_000

/** A process that reads trees, and is started again when it has died. */
export class Reader {
  readonly #store: string
  readonly #outside: string
  #child: ChildProcess | undefined
  #output = ''

  constructor({ store, outside }: { store: string; outside: string }) {
    this.#store = store
    this.#outside = outside
  }

  async read(tree: ToReader): Promise<Answer> {
    if (!this.#child) {
      const begun = await this.#start()
      if (begun.wrong) throw new Error(begun.wrong)
    }
    return this.#answer(this.#child!, () => this.#child!.send(tree))
  }

  close(): void {
    this.#child?.kill('SIGKILL')
  }

  #start(): Promise<Answer> {
    const child = fork(new URL('./reader-process.ts', import.meta.url), [this.#store, this.#outside], {
      cwd: ROOT,
      // The store is written by nobody here, but opening it makes its folder.
      execArgv: [
        '--permission',
        ...[...PROGRAM, this.#store].map((folder) => `--allow-fs-read=${folder}`),
        `--allow-fs-write=${this.#store}`,
        '--allow-addons',
        '--allow-child-process',
        '--max-old-space-size=512',
        '--disable-warning=SecurityWarning',
        `--import=${new URL('./outside-guard.ts', import.meta.url)}`,
      ],
      env: {},
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    })
    this.#child = child
    this.#output = ''
    for (const stream of [child.stdout!, child.stderr!])
      stream.on('data', (data) => {
        this.#output = (this.#output + data).slice(-3000)
      })
    return this.#answer(child, () => {})
  }

  /** Waits as long as the reading comes on. */
  #answer(child: ChildProcess, ask: () => void): Promise<Answer> {
    return new Promise((resolve) => {
      let settled = false
      // What has been said while this process was busy is heard first.
      const kill = () => setImmediate(() => settled || child.kill('SIGKILL'))
      const tooLong = setTimeout(kill, LONGEST)
      const settle = (answer: Answer) => {
        settled = true
        clearTimeout(tooLong)
        child.removeAllListeners('message').removeAllListeners('exit')
        resolve(answer)
      }
      child.on('message', (said: FromReader) => (said === 'alive' ? tooLong.refresh() : settle(said)))
      child.once('exit', (code) => settle(this.#died(code)))
      ask()
    })
  }

  #died(code: number | null): Answer {
    this.#child = undefined
    const how = code === null ? `nothing comes for ${LONGEST} ms` : `the reader ended with ${code}`
    return { wrong: `${how} ${this.#output}`, records: 0, faults: 0, refused: 0, largest: 0 }
  }
}
