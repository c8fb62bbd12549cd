import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join, resolve } from 'node:path'
import { type BuiltConsole, readBuiltConsole } from './built-files.ts'
import { isStale } from './freshness.ts'

/** Where the build lies, what it is made of, and the program that makes it. */
export type Place = { dist: string; sources: readonly string[]; builder: string }

type State = { is: 'building' } | { is: 'built'; built: BuiltConsole } | { is: 'failed'; reason: string }

/** As much of what a failed build says as is kept to find its reason, in characters. */
const KEPT_OUTPUT = 20_000

const root = resolve(import.meta.dirname, '../..')

/** The console of this checkout. */
export const OWN_PLACE: Place = {
  dist: join(root, 'web/dist'),
  sources: ['web/src', 'web/public', 'web/index.html', 'web/vite.config.ts', 'client', 'contract', 'core']
    .concat('scripts/build-console.ts', 'package-lock.json')
    .map((path) => join(root, path)),
  builder: join(root, 'scripts/build-console.ts'),
}

/** The console that a server hands out. It is built beside the running server when it has to be (architecture 7). */
export class ConsoleSite {
  state: State = { is: 'building' }
  readonly #place: Place
  readonly #say: (line: string) => void
  #builder: ChildProcess | null = null
  #isClosed = false

  constructor(place: Place, say: (line: string) => void = console.info) {
    this.#place = place
    this.#say = say
  }

  /** Reads the build, unless it is missing or older than its sources. */
  async open(): Promise<void> {
    const { dist, sources } = this.#place
    if (!(await isStale(join(dist, 'index.html'), sources))) await this.#read()
  }

  /** Makes the build where `open` found none to hand out. */
  async build(): Promise<void> {
    if (this.state.is !== 'building') return
    const began = performance.now()
    const output = await this.#runBuilder()
    if (this.#isClosed) return
    if (output !== null) return this.#fail(reasonIn(output))
    const isRead = await this.#read()
    if (isRead) this.#say(`The console is built, in ${((performance.now() - began) / 1000).toFixed(1)} s.`)
  }

  /** Gives up a build that is under way. */
  async close(): Promise<void> {
    this.#isClosed = true
    const builder = this.#builder
    if (!builder) return
    const ended = once(builder, 'close')
    builder.kill()
    await ended
  }

  async #read(): Promise<boolean> {
    try {
      this.state = { is: 'built', built: await readBuiltConsole(this.#place.dist) }
      return true
    } catch (error) {
      this.#fail(String(error))
      return false
    }
  }

  /** What the builder said when it failed, null when it did not. */
  async #runBuilder(): Promise<string | null> {
    this.#say('The console is being built; the API answers already.')
    const builder = spawn(process.execPath, [this.#place.builder], { stdio: ['ignore', 'pipe', 'pipe'] })
    this.#builder = builder
    let output = ''
    const keep = (chunk: Buffer) => {
      output = (output + chunk).slice(-KEPT_OUTPUT)
    }
    builder.stdout.on('data', keep)
    builder.stderr.on('data', keep)
    try {
      const [code] = await once(builder, 'close')
      return code === 0 ? null : output
    } catch (error) {
      return String(error)
    } finally {
      this.#builder = null
    }
  }

  #fail(reason: string): void {
    this.state = { is: 'failed', reason }
    this.#say(`The console could not be built: ${reason}`)
  }
}

/** The builder's last line says why it failed. */
function reasonIn(output: string): string {
  return output.trimEnd().split('\n').at(-1)!.trim() || 'the builder ended without a word'
}
