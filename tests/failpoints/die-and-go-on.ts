import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from 'vitest'
import { serverOn, signInOwner, type TestServer } from '#tests/app.ts'
import { engine, type FreshDatabase, freshDatabase } from '#tests/engines.ts'
import { type Outcome, outcomeOf } from './outcome.ts'
import { type Photograph, photographChanges } from './photographs.ts'
import { writeRecords } from './records.ts'

/** Longer than anything that was begun is left to lie. */
const DAYS = 2 * 24 * 3_600_000

type Work<Scene> = {
  /** What is there before. */
  prepare: (server: TestServer) => Promise<Scene>
  /** The call that asks for the work; what it asks for is done later. */
  ask: (server: TestServer, scene: Scene) => Promise<unknown>
  /** Asks for more when all is done; without it for the same once more. */
  again?: (server: TestServer, scene: Scene) => Promise<unknown>
}

type Ending = { moment: string; outcome: Outcome; second: Outcome }

/** Moments of one work that are tried; MUSTER_FAILPOINTS=all: all there are (`npm run test:failpoints`). */
const FEW = engine === 'sqlite' ? 10 : 4
const MOMENTS = process.env.MUSTER_FAILPOINTS === 'all' ? Number.MAX_SAFE_INTEGER : FEW

/**
 * Does work in one go, and once more from every moment at which it could have died, in another process on what it left then.
 * It must come to the same each time, and so must what is asked for afterwards. Answers the outcome.
 */
export async function dieAndGoOn<Scene>(work: Work<Scene>): Promise<Outcome> {
  const room = await freshDatabase()
  const { url } = room
  const [home, album] = [{ folder: join(room.folder, 'home'), url }, join(room.folder, 'album')]
  await mkdir(home.folder)
  try {
    const scene = await during(home, async (server) => {
      await server.services.jobs.begin()
      return work.prepare(server)
    })
    await during(home, (server) => work.ask(server, scene))
    const end = async (server: TestServer, moment: string): Promise<Ending> => {
      const outcome = await outcomeOf(server)
      // Tokens have ended by now.
      await (work.again ?? work.ask)({ ...server, owner: await signInOwner(server, server.projectId) }, scene)
      await settle(server)
      return { moment, outcome, second: await outcomeOf(server, outcome) }
    }
    const { whole, photographs } = await during(home, async (server) => {
      const photographs = photographChanges(server.services, { from: home.folder, into: album, url })
      await begin(server)
      const taken = photographs.length
      return { whole: await end(server, 'in one go'), photographs: photographs.slice(0, taken) }
    })
    expect(whole.outcome.counters).toEqual([])
    expect(photographs.length).toBeGreaterThan(2)
    for (const photograph of spread(photographs, MOMENTS)) {
      const { moment } = photograph
      const resumed = await duringCopy(photograph, async (server) => {
        await begin(server)
        return end(server, moment)
      })
      expect.soft(resumed.outcome, moment).toEqual(whole.outcome)
      expect.soft(resumed.second, `asked again: ${moment}`).toEqual(whole.second)
    }
    return whole.outcome
  } finally {
    await room.dispose()
  }
}

/** With a server on what a photograph shows. */
async function duringCopy<Result>(
  { folder, records }: Photograph,
  work: (server: TestServer) => Promise<Result>,
): Promise<Result> {
  if (!records) return during({ folder }, work)
  const room = await freshDatabase()
  try {
    await writeRecords(room.url!, records)
    return await during({ folder, url: room.url }, work)
  } finally {
    await room.dispose()
  }
}

async function during<Result>(
  place: Pick<FreshDatabase, 'folder' | 'url'>,
  work: (server: TestServer) => Promise<Result>,
): Promise<Result> {
  const server = await serverOn(place, { MUSTER_BUCKETS: join(place.folder, 'buckets') })
  try {
    return await work(server)
  } finally {
    await server.close()
  }
}

async function begin(server: TestServer): Promise<void> {
  await server.services.jobs.begin()
  await settle(server)
}

/** So many of a list, evenly, the first and the last among them. */
function spread<Item>(items: readonly Item[], most: number): Item[] {
  const count = Math.min(items.length, most)
  return Array.from({ length: count }, (_, n) => items[Math.round((n * (items.length - 1)) / (count - 1))]!)
}

/** All that is to be done is done, and what was left lying has been swept. */
async function settle(server: TestServer): Promise<void> {
  await server.idle()
  server.advance(DAYS)
  await server.services.jobs.sweep()
  await server.idle()
}
