import { mkdir, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { type Client, createClient, login } from '#client/client.ts'
import { CONSOLE_HEADER } from '#contract/identity.ts'
import { ServerProcess } from '#tests/crash/server-process.ts'
import { freshFolder } from '#tests/folders.ts'
import { openWindow, type Person, signIn } from './browser.ts'
import { pictures } from './pictures.ts'
import { OWNER, PATIENCE } from './world.ts'

const LABELER = { user_name: 'mia@example.com', password: 'a long enough secret' }

export type Picture = { sample_id: string; sample_name: string }

/** One labeler with a task, before a server that is a process of its own and always has the same address. */
export class LossStage {
  readonly server: ServerProcess
  readonly labeler: Person
  readonly dispose: () => Promise<void>
  readonly task: { dataset_id: string; workforce_task_id: string }
  readonly #worker_id: string
  readonly #owner: () => Promise<Client>

  constructor(made: {
    server: ServerProcess
    labeler: Person
    dispose: () => Promise<void>
    task: LossStage['task']
    worker_id: string
    owner: () => Promise<Client>
  }) {
    this.server = made.server
    this.labeler = made.labeler
    this.dispose = made.dispose
    this.task = made.task
    this.#worker_id = made.worker_id
    this.#owner = made.owner
  }

  static async open(browser: Browser, samples: number): Promise<LossStage> {
    const room = await freshFolder()
    const server = new ServerProcess({
      MUSTER_DATA: room.folder,
      MUSTER_PORT: String(await freePort()),
      MUSTER_CONSOLE: 'on',
      MUSTER_ADMIN_USER: OWNER.user_name,
      MUSTER_ADMIN_PASSWORD: OWNER.password,
    })
    await server.start()
    const input = join(room.folder, 'buckets/photos/in')
    await mkdir(input, { recursive: true })
    for (const { name, buffer } of await pictures(samples)) await writeFile(join(input, name), buffer)
    let client: Client | undefined
    const owner = async () => {
      if (client) return client
      const { token, project_id } = await login({ baseUrl: server.url }, OWNER)
      client = createClient({ baseUrl: server.url, project_id: project_id!, token })
      return client
    }
    const { task, worker_id } = await makeTask(await owner(), samples)
    const labeler = await invite(browser, server.url, worker_id)
    const dispose = async () => {
      await labeler.context.close()
      await server.kill()
      await room.dispose()
    }
    return new LossStage({ server, labeler, dispose, task, worker_id, owner })
  }

  /** Another tab of the labeler in the place of the one that is gone. */
  async newTab(): Promise<Page> {
    const { labeler } = this
    await labeler.page.close()
    labeler.page = await labeler.context.newPage()
    return labeler.page
  }

  async endSession(): Promise<void> {
    const status = await this.labeler.page.evaluate(async (header) => {
      const reply = await fetch('/muster/v1/session', { method: 'DELETE', headers: { [header]: '1' } })
      return reply.status
    }, CONSOLE_HEADER)
    if (status !== 204) throw new Error(`Signing out was answered with ${status}`)
  }

  async signInAgain(): Promise<void> {
    const dialog = this.labeler.page.getByRole('dialog', { name: 'Please sign in again' })
    await dialog.getByRole('textbox', { name: 'Password' }).fill(LABELER.password)
    await dialog.getByRole('button', { name: 'Sign in' }).click()
    await dialog.waitFor({ state: 'hidden' })
  }

  /** What the server has of an entry: handed in or as a draft. Each shape as `point 10,20`. */
  async stored(sample_id: string): Promise<string[]> {
    const client = await this.#owner()
    const { labels } = await this.#entry(sample_id)
    const { member_draft } = await client.call('GetEntryDraft', { ...this.task, sample_id, worker_id: this.#worker_id })
    return ((member_draft?.labels ?? labels ?? []) as { property: Record<string, unknown> }[]).map(
      ({ property }) => `${property['@modelarts:shape']} ${property['@modelarts:feature']}`,
    )
  }

  /** How often an entry was handed in. */
  async submits(sample_id: string): Promise<number> {
    return (await this.#entry(sample_id)).muster?.revision ?? 0
  }

  /** All of the task, in the order in which they are worked on. */
  async pictures(): Promise<Picture[]> {
    const client = await this.#owner()
    const pictures: Picture[] = []
    let after: { after?: string } = {}
    for (;;) {
      const { entries, cursor } = await client.call('ListEntries', { ...this.task, ...after })
      for (const { sample_id, sample_name } of entries) {
        pictures.push({ sample_id: sample_id!, sample_name: sample_name! })
      }
      if (cursor === undefined) return pictures
      after = { after: cursor }
    }
  }

  async #entry(sample_id: string) {
    const worker_id = this.#worker_id
    return (await this.#owner()).call('DescribeWorkforceTaskSample', { ...this.task, sample_id, worker_id })
  }
}

async function makeTask(owner: Client, samples: number) {
  const { dataset_id } = await owner.call(
    'CreateDataset',
    {},
    {
      dataset_name: 'photos',
      dataset_type: 1,
      data_sources: [{ data_path: '/photos/in/' }],
      work_path: '/photos/out/',
      work_path_type: 0,
      labels: [{ name: 'car', type: 1 }],
    },
  )
  const named = { dataset_id: dataset_id! }
  await until(async () => (await owner.call('DescDataset', named)).total_sample_count === samples)
  const { workforce_id } = await owner.call('CreateWorkforce', {}, { workforce_name: 'crew' })
  await owner.call('CreateWorker', { workforce_id: workforce_id! }, { emails: LABELER.user_name, role: 0 })
  const { workers } = await owner.call('ListWorkers', { workforce_id: workforce_id! })
  const { task_id } = await owner.call('CreateWorkforceTask', named, {
    workforces_config: { workforces: [{ workforce_id: workforce_id! }] },
  })
  const task = { ...named, workforce_task_id: task_id }
  await until(async () => (await owner.call('DescWorkforceTask', task)).status === 1)
  return { task, worker_id: workers[0]!.worker_id! }
}

/** The labeler in a browser of his own, with a password. */
async function invite(browser: Browser, url: string, worker_id: string): Promise<Person> {
  const owner = await openWindow(browser, url)
  await signIn(owner.page, OWNER)
  const headers = { [CONSOLE_HEADER]: '1' }
  const reply = await owner.context.request.get(`/muster/v1/workers/${worker_id}/invitation`, { headers })
  const { link } = (await reply.json()) as { link: string }
  await owner.context.request.post(`/muster/v1/invitations/${link.split('/').at(-1)}`, {
    headers,
    data: { password: LABELER.password },
  })
  await owner.context.close()
  const labeler = await openWindow(browser, url)
  labeler.context.setDefaultTimeout(PATIENCE)
  await signIn(labeler.page, LABELER)
  return labeler
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => probe.once('listening', resolve))
  const { port } = probe.address() as { port: number }
  await new Promise((resolve) => probe.close(resolve))
  return port
}

/** Asks again and again until it is so. */
export async function until(isSo: () => Promise<boolean>): Promise<void> {
  const end = performance.now() + PATIENCE
  while (!(await isSo())) {
    if (performance.now() > end) throw new Error('It does not come about.')
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}
