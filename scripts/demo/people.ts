import { type Client, createClient, login } from '#client/client.ts'
import type { SampleState } from '#contract/codes.ts'
import type { DescribeSampleResp } from '#contract/samples.ts'

/** Somebody who is logged in. */
export type Person = { name: string; email: string; worker_id: string; password: string; client: Client }

const ROLES = { labeler: 0, reviewer: 1, manager: 2 } as const
export type Role = keyof typeof ROLES

/** Makes a team of people, each of whom takes up an invitation, chooses a password and logs in. */
export async function makeTeam(
  baseUrl: string,
  owner: Client,
  workforce_name: string,
  members: readonly { name: string; role: Role }[],
): Promise<{ workforce_id: string; people: Map<string, Person> }> {
  const { workforce_id } = await owner.call('CreateWorkforce', {}, { workforce_name, description: '' })
  const people = new Map<string, Person>()
  for (const { name, role } of members) {
    const email = `${name.toLowerCase()}@example.com`
    await owner.call('CreateWorker', { workforce_id: workforce_id! }, { emails: email, role: ROLES[role] })
    const { workers } = await owner.call('ListWorkers', { workforce_id: workforce_id!, limit: 100 })
    const worker_id = workers!.find((worker) => worker.email === email)!.worker_id!
    people.set(name, await welcome(baseUrl, owner, { name, email, worker_id }))
  }
  return { workforce_id: workforce_id!, people }
}

async function welcome(
  baseUrl: string,
  owner: Client,
  { name, email, worker_id }: Pick<Person, 'name' | 'email' | 'worker_id'>,
): Promise<Person> {
  const password = `${name}-labels-with-care`
  const invitation = await fetch(`${baseUrl}/muster/v1/workers/${worker_id}/invitation`, {
    headers: { 'X-Auth-Token': owner.token! },
  })
  const { link } = (await invitation.json()) as { link?: string }
  // Somebody of an earlier team has his password already.
  if (link) {
    const token = link.split('/').at(-1)!
    const reply = await fetch(`${baseUrl}/muster/v1/invitations/${token}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ password }),
    })
    if (!reply.ok) throw new Error(`${name} could not take up the invitation: ${await reply.text()}`)
  }
  const { token } = await login({ baseUrl }, { email, password })
  return { name, email, worker_id, password, client: createClient({ baseUrl, project_id: owner.project_id, token }) }
}

/** All pages of the samples of a task that the caller may see, or of the dataset. */
export async function listAll(
  client: Client,
  where: { dataset_id: string; workforce_task_id?: string; sample_state?: SampleState },
): Promise<DescribeSampleResp[]> {
  const samples: DescribeSampleResp[] = []
  for (let offset = 0; ; offset++) {
    const page = { ...where, limit: 100, offset }
    const { workforce_task_id } = where
    const reply =
      workforce_task_id === undefined
        ? await client.call('ListSamples', page)
        : await client.call('ListWorkforceTaskSamples', { ...page, workforce_task_id })
    samples.push(...reply.samples)
    if (reply.samples.length === 0 || samples.length >= reply.sample_count) return samples
  }
}
