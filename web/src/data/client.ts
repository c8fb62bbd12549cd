import { type Client, createClient } from '#client/client.ts'
import type { Session } from '#contract/identity.ts'
import { isSomebodyHere } from './activity.ts'
import { expiry, fetchNoticing } from './expiry.ts'
import { queries } from './queries.ts'

/** The console talks to the server that it came from. Where a password is shown, a refusal is about that alone. */
export const DOOR = { baseUrl: '' }

/** Under this key is kept whose page this is. */
export const SESSION_KEY = ['session'] as const

const accountOfPage = () => queries.getQueryData<Session | null>(SESSION_KEY)?.account_id

/**
 * The same for whoever is signed in: the session cookie says who it is, and each call whose page this is. What the page asks by itself keeps no session alive
 * (reliability S11).
 */
export const SERVER = {
  ...DOOR,
  background: () => !isSomebodyHere(),
  fetch: fetchNoticing(expiry, accountOfPage, (...request) => fetch(...request)),
}

const clients = new Map<string, Client>()

/** The caller of a project. */
export function clientOf(project_id: string): Client {
  const known = clients.get(project_id) ?? createClient({ ...SERVER, project_id })
  clients.set(project_id, known)
  return known
}
