import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

const main = fileURLToPath(new URL('../../cli/main.ts', import.meta.url))

/** The real server as a process of its own, which can be killed and started again on the same records. */
export class ServerProcess {
  readonly #env: NodeJS.ProcessEnv
  #child: ChildProcess | null = null
  url = ''

  constructor(env: Record<string, string>) {
    this.#env = { PATH: process.env.PATH, MUSTER_PORT: '0', MUSTER_CONSOLE: 'off', ...env }
  }

  /** Starts the server and waits until it is ready. Answers how long that took, in milliseconds. */
  async start(): Promise<number> {
    const began = performance.now()
    const child = spawn(process.execPath, [main, 'serve'], { env: this.#env, stdio: ['ignore', 'pipe', 'pipe'] })
    this.#child = child
    let said = ''
    child.stdout.on('data', (text) => (said += text))
    child.stderr.on('data', (text) => (said += text))
    let address: string | undefined
    while (address === undefined) {
      if (child.exitCode !== null) throw new Error(`the server ended by itself:\n${said}`)
      await new Promise((resolve) => setTimeout(resolve, 5))
      address = /Muster is at (\S+)\n/.exec(said)?.[1]
    }
    this.url = address
    const reply = await fetch(`${this.url}/readyz`)
    if (reply.status !== 200) throw new Error(`/readyz answered ${reply.status}`)
    return performance.now() - began
  }

  /** kill -9, at once; resolves when the process is gone. */
  async kill(): Promise<void> {
    const child = this.#child
    this.#child = null
    if (!child || child.exitCode !== null) return
    const exited = once(child, 'exit')
    child.kill('SIGKILL')
    await exited
  }
}
