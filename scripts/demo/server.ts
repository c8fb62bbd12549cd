import { type ChildProcess, spawn } from 'node:child_process'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { type Client, createClient, login } from '#client/client.ts'

/** A Muster of its own on a fresh folder, in a process of its own. */
export type DemoServer = {
  baseUrl: string
  owner: Client
  ownerLogin: { user_name: string; password: string }
  folder: string
  /** Makes the folder of a bucket path, as an administrator would. */
  makeFolder: (path: string) => Promise<void>
  stop: () => Promise<void>
  process: ChildProcess
}

const OWNER = { user_name: 'olga', password: 'Olga-owns-the-data' }
const PATIENCE = 30_000

/** The console is left out where nobody stays to look at it. */
export async function startDemoServer({ withConsole }: { withConsole: boolean }): Promise<DemoServer> {
  const folder = await mkdtemp(join(tmpdir(), 'muster-demo-'))
  const port = await freePort()
  const baseUrl = `http://127.0.0.1:${port}`
  const server = spawn(process.execPath, [resolve(import.meta.dirname, '../../cli/main.ts'), 'serve'], {
    env: {
      ...process.env,
      DATABASE_URL: '',
      SMTP_URL: '',
      MUSTER_BUCKETS: '',
      MUSTER_PUBLIC_URL: '',
      MUSTER_DATA: folder,
      MUSTER_CONSOLE: withConsole ? 'on' : 'off',
      MUSTER_HOST: '127.0.0.1',
      MUSTER_PORT: String(port),
      MUSTER_ADMIN_USER: OWNER.user_name,
      MUSTER_ADMIN_PASSWORD: OWNER.password,
    },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  await untilReady(baseUrl, server).catch((error: unknown) => {
    server.kill()
    throw error
  })
  const { token, project_id } = await login({ baseUrl }, OWNER)
  return {
    baseUrl,
    owner: createClient({ baseUrl, project_id: project_id!, token }),
    ownerLogin: OWNER,
    folder,
    process: server,
    makeFolder: async (path) => {
      await mkdir(join(folder, 'buckets', path), { recursive: true })
    },
    stop: async () => {
      const ended = new Promise((done) => server.once('exit', done))
      server.kill('SIGTERM')
      await ended
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** Waits until the server answers. */
export async function untilReady(baseUrl: string, server: ChildProcess): Promise<void> {
  for (const end = Date.now() + PATIENCE; Date.now() < end; ) {
    if (server.exitCode !== null) throw new Error(`The server ended with code ${server.exitCode}`)
    const reply = await fetch(`${baseUrl}/readyz`).catch(() => null)
    if (reply?.ok) return
    await new Promise((done) => setTimeout(done, 50))
  }
  throw new Error('The server did not become ready')
}

function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const probe = createServer()
    probe.once('error', fail)
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number }
      probe.close(() => done(port))
    })
  })
}

/** Asks again until an answer is as wished. */
export async function until<T>(what: string, ask: () => Promise<T>, wished: (answer: T) => boolean): Promise<T> {
  for (const end = Date.now() + 2 * PATIENCE; Date.now() < end; ) {
    const answer = await ask()
    if (wished(answer)) return answer
    await new Promise((done) => setTimeout(done, 30))
  }
  throw new Error(`Waited in vain: ${what}`)
}
