import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { chown, mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import pg from 'pg'
import { memoryFolder } from '#tests/folders.ts'
import { findPrograms } from '#tests/postgres-programs.ts'

const run = promisify(execFile)
const startTries = 5
const startTime = 30_000

export type Postgres = {
  /** The address of a database of this server. */
  url(database: string): string
  /** Makes an empty database (or one as `template`) and gives its address. */
  createDatabase(name?: string, template?: string): Promise<string>
  dropDatabase(name: string): Promise<void>
  /** Ends the server by its process id and removes its folder. */
  stop(): Promise<void>
  readonly pid: number
}

/**
 * Starts a PostgreSQL server of its own, of installed programs or those that npm brought, on a free loopback port, in a
 * temporary folder, as another user when run as root (PostgreSQL refuses root). With `fsync: false`, the default, nothing
 * survives a power cut and little is awaited: for tests. `fsync: true` is the server's own default: for crash tests and
 * measurements. Text sorts by a language's rules there, not by bytes, as on most servers: a query that needs the order of
 * bytes must say so.
 */
export async function startPostgres({ fsync = false }: { fsync?: boolean } = {}): Promise<Postgres> {
  const owner = await unprivilegedUser()
  const folders = [
    await makeFolder(tmpdir(), owner),
    await makeFolder(fsync ? tmpdir() : await memoryFolder(), owner),
  ] as const
  const removeFolders = () => Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true })))
  try {
    const programs = await findPrograms(folders[0])
    await initialise(programs, folders[1], owner)
    const { child, port } = await startServer(programs, folders[1], owner, fsync ? [] : carefree)
    const guard = guardAgainstOurDeath(child, folders)
    return openServer(child, port, () => Promise.all([removeFolders(), guard.kill()]))
  } catch (error) {
    await removeFolders()
    throw error
  }
}

async function makeFolder(parent: string, owner: User | undefined): Promise<string> {
  const folder = await mkdtemp(join(parent, 'muster-postgres-'))
  if (owner) await chown(folder, owner.uid, owner.gid)
  return folder
}

type User = { uid: number; gid: number }

const carefree = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'autovacuum=off', 'max_wal_size=4GB']

/** Whom the server runs as if this process is root. */
async function unprivilegedUser(): Promise<User | undefined> {
  if (process.getuid?.() !== 0) return undefined
  const idOf = async (option: string) => Number((await run('id', [option, 'nobody'])).stdout)
  return { uid: await idOf('-u'), gid: await idOf('-g') }
}

async function initialise(programs: string, folder: string, owner: User | undefined): Promise<void> {
  const fixed = ['-D', join(folder, 'data'), '-U', 'muster', '-A', 'trust', '-E', 'UTF8', '--no-sync']
  const locale = ['--locale=C', '--locale-provider=icu', '--icu-locale=en-US']
  await run(join(programs, 'initdb'), [...fixed, ...locale], { ...owner, cwd: folder })
}

async function startServer(programs: string, folder: string, owner: User | undefined, settings: string[]) {
  for (let attempt = 1; ; attempt++) {
    const port = await freePort()
    const all = [
      'listen_addresses=127.0.0.1',
      `port=${port}`,
      'unix_socket_directories=',
      'max_connections=300',
      ...settings,
    ]
    const options = all.flatMap((setting) => ['-c', setting])
    const child = spawn(join(programs, 'postgres'), ['-D', join(folder, 'data'), ...options], {
      ...owner,
      cwd: folder,
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    const log: string[] = []
    child.stderr!.on('data', (chunk) => {
      log.push(String(chunk))
      if (log.length > 50) log.shift()
    })
    if (await isReady(child, port)) return { child, port }
    child.kill('SIGKILL')
    // Another program may have taken the port between our look and the server's.
    if (attempt === startTries) throw new Error(`PostgreSQL did not start:\n${log.join('')}`)
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  server.close()
  await once(server, 'close')
  return port
}

async function isReady(child: ChildProcess, port: number): Promise<boolean> {
  for (const end = Date.now() + startTime; Date.now() < end; ) {
    if (child.exitCode !== null || child.signalCode !== null) return false
    const client = new pg.Client({ connectionString: addressOf(port, 'postgres') })
    client.on('error', () => {})
    const connected = await client.connect().then(
      () => true,
      () => false,
    )
    await client.end().catch(() => {})
    if (connected) return true
    await new Promise((resolve) => setTimeout(resolve, 25))
  }
  return false
}

const addressOf = (port: number, database: string) => `postgres://muster@127.0.0.1:${port}/${database}`

/** A process that dies by SIGKILL tears nothing down: a shell waits for that, ends the server and removes its folders. */
function guardAgainstOurDeath(server: ChildProcess, folders: readonly string[]): ChildProcess {
  const script = 'while kill -0 "$1" 2>&-; do sleep 1; done; kill -QUIT "$2"; sleep 1; shift 2; rm -rf "$@"'
  const guard = spawn('sh', ['-c', script, 'guard', `${process.pid}`, `${server.pid}`, ...folders], {
    detached: true,
    stdio: 'ignore',
  })
  guard.on('error', () => {}) // no shell, no guard
  guard.unref()
  return guard
}

function openServer(child: ChildProcess, port: number, cleanUp: () => Promise<unknown>): Postgres {
  const admin = adminOf(addressOf(port, 'postgres'))
  return {
    pid: child.pid!,
    url: (database) => addressOf(port, database),
    createDatabase: admin.createDatabase,
    dropDatabase: admin.dropDatabase,
    async stop() {
      await admin.close()
      if (child.exitCode === null && child.signalCode === null) {
        const exited = once(child, 'exit')
        child.kill('SIGINT') // "fast": ends open sessions
        await exited
      }
      await cleanUp()
    },
  }
}

/** Makes and drops databases on the server of `url`. */
export function adminOf(url: string) {
  const pool = new pg.Pool({ connectionString: url, max: 1, idleTimeoutMillis: 1000, allowExitOnIdle: true })
  pool.on('error', () => {})
  const quoted = (name: string) => pg.escapeIdentifier(name)
  return {
    async createDatabase(name = `muster_${randomBytes(8).toString('hex')}`, template = 'template1'): Promise<string> {
      await pool.query(`create database ${quoted(name)} template ${quoted(template)} strategy file_copy`)
      return Object.assign(new URL(url), { pathname: `/${name}` }).href
    },
    async dropDatabase(name: string): Promise<void> {
      await pool.query(`drop database if exists ${quoted(name)} with (force)`)
    },
    close: () => pool.end(),
  }
}
