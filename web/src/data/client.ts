import { type Client, createClient } from '#client/client.ts'

/** The console talks to the server that it came from; the session cookie says who it is. */
export const SERVER = { baseUrl: '' }

const clients = new Map<string, Client>()

/** The caller of a project; one each. */
export function clientOf(project_id: string): Client {
  const known = clients.get(project_id) ?? createClient({ ...SERVER, project_id })
  clients.set(project_id, known)
  return known
}
