import { type Client, createClient } from '#client/client.ts'
import { isSomebodyHere } from './activity.ts'

/** The console talks to the server that it came from; the session cookie says who it is. */
export const SERVER = { baseUrl: '' }

const clients = new Map<string, Client>()

/** The caller of a project; one while somebody is here, another while the page asks by itself (reliability S11). */
export function clientOf(project_id: string): Client {
  const background = !isSomebodyHere()
  const key = `${project_id} ${background}`
  const known = clients.get(key) ?? createClient({ ...SERVER, project_id, background })
  clients.set(key, known)
  return known
}
