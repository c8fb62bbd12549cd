import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { readConfig } from '#server/config.ts'
import { issueToken } from '#server/identity/tokens.ts'
import { newHexId } from '#server/ids.ts'
import { openServer } from '#server/main.ts'
import type { Services } from '#server/services.ts'
import { markFolders } from '#tests/blobs/s3-server.ts'
import { Caller } from '#tests/caller.ts'
import { blobSettings, type FreshDatabase, freshDatabase } from '#tests/engines.ts'

export type TestProject = { projectId: string; owner: Caller }

/** A whole server on a fresh database of the engine of this run, spoken to without a socket. */
export type TestServer = TestProject & {
  services: Services
  app: FastifyInstance
  /** What the administrator can read. */
  log: string[]
  /** Another project with an owner of its own: everything in it is foreign to the first. */
  makeProject(): Promise<TestProject>
  /** Moves the server's clock on, in milliseconds. */
  advance(milliseconds: number): void
  /** Makes a bucket with empty folders and answers the folder into which its files go, unless they are in an S3 store. */
  bucket(name: string, folders?: readonly string[]): Promise<string>
  /** Waits until no job is under way. */
  idle(): Promise<void>
  close(): Promise<void>
}

/** Starts a server for a test; `settings` are environment variables as in `muster serve --help`. */
export async function aServer(settings: Record<string, string> = {}): Promise<TestServer> {
  const database = await freshDatabase()
  const server = await serverOn(database, settings)
  await server.services.jobs.begin()
  return {
    ...server,
    async close() {
      await server.close()
      await database.dispose()
    },
  }
}

/** A server on records that may be there already and stay; it does no jobs until they are begun. */
export async function serverOn(
  { folder, url }: Pick<FreshDatabase, 'folder' | 'url'>,
  settings: Record<string, string> = {},
): Promise<TestServer> {
  const env = { MUSTER_DATA: folder, DATABASE_URL: url, MUSTER_CONSOLE: 'off', ...blobSettings(), ...settings }
  const read = readConfig(env)
  if ('problems' in read) throw new Error(read.problems.join('\n'))
  const { app, services, site, stop } = await openServer(read.config)
  await site?.open()
  let ahead = 0
  services.now = () => Date.now() + ahead
  const log: string[] = []
  services.log = (line) => log.push(line)
  services.ticks = () => performance.now() + ahead
  const { project_id: projectId } = await services.store.db
    .selectFrom('project')
    .select('project_id')
    .orderBy('create_time')
    .executeTakeFirstOrThrow()

  return {
    services,
    app,
    log,
    projectId,
    owner: await signInOwner({ app, services }, projectId),
    async makeProject() {
      const id = await insertProject(services)
      return { projectId: id, owner: await signInOwner({ app, services }, id) }
    },
    advance(milliseconds) {
      ahead += milliseconds
    },
    async bucket(name, folders = []) {
      const { s3, bucketsFolder } = read.config
      if (s3) {
        await services.blobs.createBucket(name)
        await markFolders(s3, name, folders)
      }
      const folder = join(bucketsFolder, name)
      for (const made of ['', ...folders]) await mkdir(join(folder, made), { recursive: true })
      return folder
    },
    idle: () => services.jobs.idle(),
    close: stop,
  }
}

/** The owner of a project with a new token: one from before ends 24 h later. */
export async function signInOwner(
  { app, services }: Pick<TestServer, 'app' | 'services'>,
  projectId: string,
): Promise<Caller> {
  const { account_id } = await services.store.db
    .selectFrom('account')
    .select('account_id')
    .where('project_id', '=', projectId)
    .where('worker_id', 'is', null)
    .executeTakeFirstOrThrow()
  const { token } = await issueToken(services, account_id, projectId)
  return new Caller(app, { projectId, token })
}

async function insertProject({ store, now }: Services): Promise<string> {
  const project_id = newHexId()
  const domain_name = `Domain ${project_id.slice(0, 8)}`
  const create_time = now()
  await store.db
    .insertInto('project')
    .values({ project_id, project_name: 'elsewhere', domain_id: newHexId(), domain_name, create_time })
    .execute()
  await store.db
    .insertInto('account')
    .values({
      account_id: newHexId(),
      project_id,
      domain_name,
      user_name: 'boss',
      password_hash: null,
      worker_id: null,
      create_time,
    })
    .execute()
  return project_id
}
