import type { FastifyInstance } from 'fastify'
import type { Store } from '#adapters/sql/store.ts'
import { readConfig } from '#server/config.ts'
import { openServer } from '#server/main.ts'
import type { Services } from '#server/services.ts'
import { signInOwner, type TestServer } from '#tests/app.ts'
import { aTaskAtWork, type TaskOptions, type TaskScene } from '#tests/scenes.ts'
import type { Records } from './records.ts'

type Face = { services: Services; app: FastifyInstance; projectId: string } & Partial<TestServer>

/**
 * Scenes are built in this process before the server starts; afterwards their people speak to the server over a socket,
 * and what scenes tell of the records is read beside it.
 */
export class Stage {
  readonly #face: Face
  readonly #close: () => Promise<void>

  private constructor(face: Face, close: () => Promise<void>) {
    this.#face = face
    this.#close = close
  }

  static async open(env: Record<string, string>): Promise<Stage> {
    const read = readConfig(env)
    if ('problems' in read) throw new Error(read.problems.join('\n'))
    const { services, firstAccount, stop } = await openServer(read.config)
    const inject = () => Promise.reject(new Error('the server does not answer yet'))
    const face = { services, app: { inject } as never as FastifyInstance, projectId: firstAccount!.project_id }
    const owner = await signInOwner(face, face.projectId)
    return new Stage({ ...face, owner }, stop)
  }

  build(options: TaskOptions): Promise<TaskScene> {
    return aTaskAtWork(this.#face as TestServer, options)
  }

  /** The scenes are ready: from now on the server has the records. */
  async hand(addressOf: () => string): Promise<void> {
    await this.#close()
    this.#face.app.inject = ((request: Request) => send(addressOf(), request)) as never
  }

  /** Reads scenes as they are at one moment. */
  look<T>(records: Records, work: () => Promise<T>): Promise<T> {
    return records.look((store: Store) => {
      this.#face.services = { store } as Services
      return work()
    })
  }
}

type Request = { method: string; url: string; headers: Record<string, string>; payload?: string | Uint8Array }

/** The server does not answer any more: nobody knows what became of the call. */
export class Unanswered extends Error {}

async function send(address: string, { method, url, headers, payload }: Request) {
  try {
    const reply = await fetch(address + url, {
      method,
      headers,
      ...(payload !== undefined && { body: payload as string }),
    })
    const body = await reply.text()
    return { statusCode: reply.status, headers: Object.fromEntries(reply.headers), body }
  } catch (error) {
    throw new Unanswered(`${method} ${url}`, { cause: error })
  }
}
