import {
  type ChangePasswordReq,
  CONSOLE_HEADER,
  type InvitationResp,
  type MemberInvitation,
  type OwnSession,
  type OwnSessions,
  type Preferences,
  type Session,
  type SessionOrNobody,
  type SetPasswordReq,
  type SignInReq,
} from '#contract/identity.ts'
import { readReply } from './client.ts'

/** Where the server is; '' for a page of the console, which talks to the server that it came from. */
type Server = {
  baseUrl: string
  fetch?: typeof fetch
  /** Whether the page asks by itself: that does not keep the session alive. */
  background?: () => boolean
}

/**
 * Sessions of the console. The browser keeps the cookie, so no function here sees a token. All of them throw ApiError when the
 * server refuses.
 */

/** Starts a session; 401 for wrong credentials, 429 after too many of them. */
export function signIn(server: Server, credentials: SignInReq): Promise<Session> {
  return send(server, 'POST', 'session', credentials)
}

/** Who is signed in; null when nobody is. */
export async function readSession(server: Server): Promise<Session | null> {
  const answer: SessionOrNobody = await send(server, 'GET', 'session')
  return answer.role === 'nobody' ? null : answer
}

/** Ends the session, if there is one. */
export async function signOut(server: Server): Promise<void> {
  await send(server, 'DELETE', 'session')
}

/** Where else one is signed in at the console, and here. */
export async function listSessions(server: Server): Promise<OwnSession[]> {
  const answer: OwnSessions = await send(server, 'GET', 'sessions')
  return answer.sessions
}

/** Ends one of the own sessions. */
export async function endSession(server: Server, session_id: string): Promise<void> {
  await send(server, 'DELETE', `sessions/${encodeURIComponent(session_id)}`)
}

/** Ends all own sessions but the one that asks. */
export async function endOtherSessions(server: Server): Promise<void> {
  await send(server, 'DELETE', 'sessions')
}

/** Changes the own password and ends all other sessions; 400 E4122 when the old one is wrong, E4128 for a weak new one. */
export async function changePassword(server: Server, change: ChangePasswordReq): Promise<void> {
  await send(server, 'PUT', 'password', change)
}

/** Whom an invitation invites; 400 E4609 when it does not work any more. */
export function readInvitation(server: Server, token: string): Promise<InvitationResp> {
  return send(server, 'GET', `invitations/${encodeURIComponent(token)}`)
}

/** Sets the password of the member who is invited; the invitation works once. Signing in comes after it. */
export function acceptInvitation(server: Server, token: string, password: string): Promise<InvitationResp> {
  const body: SetPasswordReq = { password }
  return send(server, 'POST', `invitations/${encodeURIComponent(token)}`, body)
}

/** The link with which a member sets a password; `accepted` when he has one. For owners. */
export function readMemberInvitation(server: Server, worker_id: string): Promise<MemberInvitation> {
  return send(server, 'GET', `workers/${encodeURIComponent(worker_id)}/invitation`)
}

/** Makes a new link and ends the one before; 400 E4634 within five minutes of the last one. For owners. */
export function renewMemberInvitation(server: Server, worker_id: string): Promise<MemberInvitation> {
  return send(server, 'POST', `workers/${encodeURIComponent(worker_id)}/invitation`)
}

/** What the one who is signed in has chosen for himself. */
export async function readPreferences(server: Server): Promise<Preferences['preferences']> {
  const answer: Preferences = await send(server, 'GET', 'preferences')
  return answer.preferences
}

/** Keeps preferences, all of them, in the place of those before; at most 64 KiB. */
export async function writePreferences(server: Server, preferences: Preferences['preferences']): Promise<void> {
  const body: Preferences = { preferences }
  await send(server, 'PUT', 'preferences', body)
}

async function send<Answer>(server: Server, method: string, path: string, body?: unknown): Promise<Answer> {
  const reply = await (server.fetch ?? fetch)(`${server.baseUrl.replace(/\/+$/, '')}/muster/v1/${path}`, {
    method,
    headers: { 'Content-Type': 'application/json', [CONSOLE_HEADER]: server.background?.() ? 'background' : '1' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  return (await readReply(`${method} ${path}`, reply)) as Answer
}
