import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import type { TestServer } from '#tests/app.ts'

const main = fileURLToPath(new URL('../cli/main.ts', import.meta.url))
const PASSWORD = 'violet kestrel 7'

/** Settings of a server whose owner signs in at the command line. */
export const COMMAND_SETTINGS = { MUSTER_ADMIN_PASSWORD: PASSWORD }

type Ended = { code: number | null; out: string; err: string }

export type Running = {
  child: ChildProcess
  said: { out: string; err: string }
  ended: Promise<Ended>
}

/** The command line as a shell calls it, signed in as the owner of a server that listens on a port of its own. */
export class MusterCommand {
  readonly main = main
  readonly address: string

  constructor(address: string) {
    this.address = address
  }

  static async at(server: TestServer): Promise<MusterCommand> {
    await server.app.listen({ host: '127.0.0.1', port: 0 })
    const { port } = server.app.server.address() as AddressInfo
    return new MusterCommand(`http://127.0.0.1:${port}`)
  }

  get environment(): Record<string, string> {
    const { PATH = '' } = process.env
    return { PATH, MUSTER_URL: this.address, MUSTER_USER: 'admin', MUSTER_PASSWORD: PASSWORD }
  }

  start(args: readonly string[], settings: Record<string, string> = {}): Running {
    const env = { ...this.environment, ...settings }
    const child = spawn(process.execPath, [main, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] })
    const said = { out: '', err: '' }
    child.stdout.on('data', (chunk) => (said.out += chunk))
    child.stderr.on('data', (chunk) => (said.err += chunk))
    const ended = once(child, 'close').then(([code]) => ({ code: code as number | null, ...said }))
    return { child, said, ended }
  }

  run(args: readonly string[], settings: Record<string, string> = {}): Promise<Ended> {
    return this.start(args, settings).ended
  }

  /** What a command that must go well prints with `--json`. */
  async json(...args: string[]) {
    const { code, out, err } = await this.run([...args, '--json'])
    if (code !== 0) throw new Error(`muster ${args.join(' ')} ended with ${code}: ${err}`)
    return JSON.parse(out)
  }

  /** The lines that a command prints which must go well. */
  async lines(...args: string[]): Promise<string[]> {
    const { code, out, err } = await this.run(args)
    if (code !== 0) throw new Error(`muster ${args.join(' ')} ended with ${code}: ${err}`)
    return out.trimEnd().split('\n')
  }
}
