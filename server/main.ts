import { accessSync, constants, mkdirSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import type { FastifyInstance } from 'fastify'
import type { BlobStore } from '#adapters/blobs/blob-store.ts'
import { LocalBlobStore } from '#adapters/blobs/local-folder.ts'
import { ImageWorkers } from '#adapters/images/image-workers.ts'
import { createMailer } from '#adapters/mail/mailer.ts'
import { agreeOnSetting } from '#adapters/sql/settings.ts'
import { openPostgres, openSqlite, type Store } from '#adapters/sql/store.ts'
import { buildApp } from './app.ts'
import { watchConnections } from './close-app.ts'
import { type Config, localAddress } from './config.ts'
import { ConsoleSite, OWN_PLACE } from './console/site.ts'
import { Events } from './events/events.ts'
import { createFirstAccount, type FirstAccount } from './identity/first-account.ts'
import { defineJobs } from './jobs/define-jobs.ts'
import { Jobs } from './jobs/jobs.ts'
import { type Keys, openKeys } from './keys.ts'
import type { Services } from './services.ts'

export type RunningServer = {
  app: FastifyInstance
  services: Services
  /** null where the console is switched off. */
  site: ConsoleSite | null
  /** Set on the first start only. */
  firstAccount: FirstAccount | null
  /** Takes no more calls, ends those under way and the steps of the jobs, closes the records. */
  stop: () => Promise<void>
}

/**
 * Opens records and files, brings the schema up to date and builds the server; it does not listen yet. The account of the
 * first start is made for good, so its password has to be shown whatever happens next.
 */
export async function openServer(config: Config): Promise<RunningServer> {
  mkdirSync(config.dataFolder, { recursive: true, mode: 0o700 })
  accessSync(config.dataFolder, constants.W_OK)
  const store = config.databaseUrl
    ? await openPostgres(config.databaseUrl)
    : openSqlite(`${config.dataFolder}/muster.db`)
  try {
    return await buildServer(config, store)
  } catch (error) {
    await store.close()
    throw error
  }
}

async function buildServer(config: Config, store: Store): Promise<RunningServer> {
  await store.migrate()
  const keys = await openKeys(config.dataFolder)
  await agreeOnKey(store, keys, config)
  const services: Services = {
    config,
    store,
    blobs: await openBlobStore(config),
    images: new ImageWorkers(),
    mailer: createMailer(config),
    keys,
    jobs: new Jobs(store.exclusively, (error, job) => console.error(`Job ${job} failed:`, error)),
    events: new Events(store.broadcast),
    now: Date.now,
    ticks: () => performance.now(),
    log: (line) => console.info(new Date().toISOString(), line),
  }
  defineJobs(services)
  const firstAccount = await createFirstAccount(services)
  const site = config.console ? new ConsoleSite(OWN_PLACE) : null
  const app = buildApp(services, { site })
  const closeApp = watchConnections(app)
  const stop = async () => {
    await site?.close()
    await closeApp()
    await services.jobs.stop()
    await services.events.close()
    services.images.close()
    services.mailer.close()
    await store.close()
  }
  return { app, services, site, firstAccount, stop }
}

/** What speaks to S3 is large and loaded only where it is used. Whether the store answers is seen when it is needed. */
async function openBlobStore({ s3, bucketsFolder }: Config): Promise<BlobStore> {
  if (s3 === null) return new LocalBlobStore(bucketsFolder)
  const { S3BlobStore } = await import('#adapters/blobs/s3-store.ts')
  return new S3BlobStore(s3)
}

/** Two keys on the same records would refuse each other's signed addresses and invitations without a word. */
async function agreeOnKey({ db }: Store, { fingerprint }: Keys, { dataFolder }: Config): Promise<void> {
  const agreed = await agreeOnSetting(db, 'key_fingerprint', fingerprint)
  if (agreed === fingerprint) return
  throw new Error(`${dataFolder}/secret.key is not the key of these records; put the first server's secret.key there.`)
}

/** Does what the roles say: answers calls, runs jobs. Resolves once it does; stops the server when it cannot. */
export async function startServer({ app, services, site, stop }: RunningServer): Promise<void> {
  const { config, jobs } = services
  try {
    if (config.roles.serve) {
      await site?.open()
      await listen(app, config)
      // Only now: the API must not wait for it.
      void site?.build()
    }
    if (config.roles.work) await jobs.begin()
  } catch (error) {
    await stop()
    throw error
  }
}

async function listen(app: FastifyInstance, config: Config): Promise<void> {
  await app.listen({ host: config.host, port: config.port })
  // With port 0 the address in mails and in the catalogue is known only now.
  const { port } = app.server.address() as AddressInfo
  if (config.publicUrl === localAddress(config.host, 0)) config.publicUrl = localAddress(config.host, port)
}
