import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'

/** A server in a process of its own, as `npm start` runs it. */
export type BenchServer = { url: string; pid: number; stop(): Promise<void> }

const ROOT = resolve(import.meta.dirname, '../..')

/** Starts `muster serve` on a free port. `env` are its settings. */
export async function startServer(
  env: Record<string, string>,
  nodeOptions: readonly string[] = [],
): Promise<BenchServer> {
  const { scripts } = JSON.parse(await readFile(resolve(ROOT, 'package.json'), 'utf8'))
  const [, ...words] = scripts.start.split(' ')
  const child = spawn(process.execPath, [...nodeOptions, ...words], {
    cwd: ROOT,
    env: { ...process.env, MUSTER_PORT: '0', MUSTER_CONSOLE: 'off', ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let said = ''
  const url = await new Promise<string>((found, failed) => {
    child.stdout.on('data', (chunk) => {
      said += chunk
      const address = /Muster is at (\S+)/.exec(said)?.[1]
      if (address) found(address)
    })
    child.on('exit', (code) => failed(new Error(`The server ended with ${code}:\n${said}`)))
  })
  return {
    url,
    pid: child.pid!,
    async stop() {
      child.kill('SIGTERM')
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
    },
  }
}
