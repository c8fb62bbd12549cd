import { type Client, createClient } from '#client/client.ts'
import { isSomebodyHere } from './activity.ts'
import { expiry, fetchNoticing } from './expiry.ts'

/** The console talks to the server that it came from. Where a password is shown, a refusal is about that alone. */
export const DOOR = { baseUrl: '' }

/**
 * The same for whoever is signed in: the session cookie says who it is. What the page asks by itself keeps no session alive
 * (reliability S11).
 */
export const SERVER = {
  ...DOOR,
  background: () => !isSomebodyHere(),
  fetch: fetchNoticing(expiry, (...request) => fetch(...request)),
}

const clients = new Map<string, Client>()

/** The caller of a project. */
export function clientOf(project_id: string): Client {
  const known = clients.get(project_id) ?? createClient({ ...SERVER, project_id })
  clients.set(project_id, known)
  return known
}
