import { backOff } from './back-off.ts'

/** How the saving of one sample stands (workbench 1.2). Times are epoch milliseconds; nothing here knows a clock. */
export type Sync = {
  /** Number of the last edit here. */
  readonly edit: number
  /** Number of the last edit that the server has. */
  readonly saved: number
  readonly savedAt?: number
  /** When the oldest edit that the server lacks was made, and the newest. */
  readonly since?: number
  readonly last?: number
  /** Somebody asked to submit and it is not done. */
  readonly submitting: boolean
  /** What is on its way, and up to which edit; one thing at a time, so that order is kept. */
  readonly sent?: { readonly kind: 'draft' | 'submit' | 'read'; readonly edit: number }
  /** The answer to a submit never came: it may have been done. */
  readonly unsure: boolean
  /** Attempts in a row that no server answered, and when the next one is due. */
  readonly attempts: number
  readonly retryAt?: number
  readonly trouble?: Trouble
}

export type Trouble =
  /** Nobody is signed in any more. */
  | { readonly kind: 'expired' }
  /** Somebody else has changed the same labels. Drafts go on, submitting waits for a decision. */
  | { readonly kind: 'conflict' }
  /** The server refuses, for good unless something changes. */
  | {
      readonly kind: 'failed'
      readonly what: 'draft' | 'submit'
      readonly error_code: string
      readonly error_msg: string
    }

export type SyncEvent =
  | { readonly type: 'edit' | 'submit' | 'wake' | 'online' | 'signedIn' | 'pagehide' | 'done'; readonly now: number }
  /** Blur, navigation, the save key: what is here goes out now. */
  | { readonly type: 'flush'; readonly now: number }
  | { readonly type: 'refused'; readonly now: number; readonly refusal: SyncRefusal; readonly random: number }
  /** No answer came: no network, or it broke. */
  | { readonly type: 'lost'; readonly now: number; readonly random: number }
  /** The labels of the server were read: they hold all of the work, or it goes with them, or it does not. */
  | { readonly type: 'read'; readonly now: number; readonly outcome: 'included' | 'merged' | 'conflict' }
  /** Somebody decided about a conflict. */
  | { readonly type: 'resolved'; readonly now: number }

export type SyncRefusal = {
  readonly status: number
  readonly error_code: string
  readonly error_msg: string
}

export type Effect =
  /** `parting`: the page may be gone before the answer comes. */
  | { readonly kind: 'draft'; readonly edit: number; readonly parting: boolean }
  | { readonly kind: 'submit'; readonly edit: number }
  | { readonly kind: 'read' }
  | { readonly kind: 'askSignIn' }

export type SyncStep = { readonly state: Sync; readonly effects: readonly Effect[] }

/** An edit goes to the server after a pause of this length, and at the latest after this time. */
const IDLE = 600
const LATEST = 5_000

/** Work on which the server has everything up to an edit; `edit` is higher when the journal brought more. */
export function startSync(begin: { edit?: number; saved?: number; now?: number; conflict?: boolean } = {}): Sync {
  const { edit = 0, saved = edit, now = 0, conflict = false } = begin
  const unsent = edit > saved ? { since: now, last: now } : {}
  const trouble = conflict ? { trouble: { kind: 'conflict' } as const } : {}
  return { edit, saved, submitting: false, unsure: false, attempts: 0, ...unsent, ...trouble }
}

/** When to wake the machine; undefined when time changes nothing. */
export function wakeAt(state: Sync): number | undefined {
  if (state.sent !== undefined) return undefined
  if (state.retryAt !== undefined) return wantsDraft(state) || wantsSubmit(state) ? state.retryAt : undefined
  return wantsDraft(state) ? Math.min(state.last! + IDLE, state.since! + LATEST) : undefined
}

/** What an event changes, and what is to be done about it. */
export function stepSync(state: Sync, event: SyncEvent): SyncStep {
  const { now } = event
  switch (event.type) {
    case 'edit':
      return send(mended({ ...state, edit: state.edit + 1, since: state.since ?? now, last: now }, 'draft'), now)
    case 'wake':
      return send(state, now)
    case 'flush':
      return send(mended(state, 'draft'), now, true)
    case 'submit':
      return send(mended({ ...state, submitting: true }, 'draft', 'submit'), now, true)
    case 'online':
      return send({ ...state, retryAt: undefined }, now, true)
    case 'signedIn':
      return state.trouble?.kind === 'expired'
        ? send({ ...state, trouble: undefined, retryAt: undefined }, now, true)
        : calm(state)
    case 'pagehide':
      return part(state)
    case 'done':
      return state.sent ? send(done(state, now), now) : calm(state)
    case 'lost':
      return state.sent ? calm(putOff(state, now, event.random)) : calm(state)
    case 'refused':
      return state.sent ? refused(state, event) : calm(state)
    case 'read':
      return state.sent?.kind === 'read' ? read(state, event) : calm(state)
    case 'resolved':
      return send({ ...state, trouble: undefined, unsure: false }, now, true)
  }
}

function calm(state: Sync): SyncStep {
  return { state, effects: [] }
}

/** Sends what is due, unless something is on its way. */
function send(state: Sync, now: number, atOnce = false): SyncStep {
  if (state.sent !== undefined || (state.retryAt !== undefined && state.retryAt > now)) return calm(state)
  const { edit } = state
  if (wantsSubmit(state)) {
    return { state: { ...state, sent: { kind: 'submit', edit } }, effects: [{ kind: 'submit', edit }] }
  }
  const due = wantsDraft(state) && (atOnce || state.retryAt !== undefined || wakeAt(state)! <= now)
  if (!due) return calm(state)
  return { state: { ...state, sent: { kind: 'draft', edit } }, effects: [{ kind: 'draft', edit, parting: false }] }
}

function wantsSubmit({ submitting, trouble }: Sync): boolean {
  return submitting && trouble === undefined
}

function wantsDraft({ edit, saved, trouble }: Sync): boolean {
  if (edit === saved || trouble?.kind === 'expired') return false
  return !(trouble?.kind === 'failed' && trouble.what === 'draft')
}

/** A refusal is forgotten when what it was about is tried again. */
function mended(state: Sync, ...what: ('draft' | 'submit')[]): Sync {
  const { trouble } = state
  return trouble?.kind === 'failed' && what.includes(trouble.what) ? { ...state, trouble: undefined } : state
}

/** A page that goes sends its draft whatever else is on the way: an older one never replaces a newer one. */
function part(state: Sync): SyncStep {
  const { edit, sent } = state
  if (!wantsDraft(state) || (sent?.edit === edit && sent.kind !== 'read')) return calm(state)
  const going = sent ?? ({ kind: 'draft', edit } as const)
  return { state: { ...state, sent: going }, effects: [{ kind: 'draft', edit, parting: true }] }
}

function done(state: Sync, now: number): Sync {
  const { kind, edit } = state.sent!
  const saved = Math.max(state.saved, edit)
  const rest = saved === state.edit ? { since: undefined, last: undefined } : { since: state.last }
  const settled = kind === 'submit' ? { submitting: false, unsure: false } : {}
  return { ...state, ...rest, ...settled, saved, savedAt: now, sent: undefined, attempts: 0, retryAt: undefined }
}

/** Whether a submit whose answer is missing was done, nobody knows: the server says so at the next attempt. */
function putOff(state: Sync, now: number, random: number): Sync {
  const unsure = state.unsure || state.sent?.kind === 'submit'
  const wait = backOff(state.attempts, random)
  return { ...state, unsure, sent: undefined, attempts: state.attempts + 1, retryAt: now + wait }
}

function refused(state: Sync, { now, refusal, random }: Extract<SyncEvent, { type: 'refused' }>): SyncStep {
  const { status, error_code, error_msg } = refusal
  const { kind, edit } = state.sent!
  const here = { ...state, sent: undefined }
  if (status === 401) return { state: { ...here, trouble: { kind: 'expired' } }, effects: [{ kind: 'askSignIn' }] }
  if (status >= 500 || status === 429 || status === 408) return calm(putOff(state, now, random))
  if (kind === 'submit' && (status === 412 || status === 409)) {
    return { state: { ...here, sent: { kind: 'read', edit } }, effects: [{ kind: 'read' }] }
  }
  const what = kind === 'draft' ? 'draft' : 'submit'
  const failed = { ...here, trouble: { kind: 'failed', what, error_code, error_msg } as const }
  return what === 'submit' ? send({ ...failed, submitting: false, unsure: false }, now, true) : calm(failed)
}

/**
 * After a stale submit. When the server has all of the work and an answer was missing, it was ours and is done. Otherwise
 * the work now stands upon what was read and is submitted again.
 */
function read(state: Sync, { now, outcome }: Extract<SyncEvent, { type: 'read' }>): SyncStep {
  if (outcome === 'conflict') return send({ ...state, sent: undefined, trouble: { kind: 'conflict' } }, now, true)
  if (outcome === 'included' && state.unsure) {
    return send(done({ ...state, sent: { kind: 'submit', edit: state.edit } }, now), now)
  }
  return send({ ...state, sent: undefined, unsure: false }, now, true)
}

/** What the chip of the top bar says. */
export type Chip =
  | { readonly kind: 'saved'; readonly at: number | undefined }
  | { readonly kind: 'saving' }
  | { readonly kind: 'offline'; readonly changes: number }
  | { readonly kind: 'expired' | 'conflict' }
  | { readonly kind: 'failed'; readonly error_code: string; readonly error_msg: string }

export function chipOf({ edit, saved, savedAt, sent, submitting, trouble, attempts }: Sync): Chip {
  if (trouble?.kind === 'failed') {
    return { kind: 'failed', error_code: trouble.error_code, error_msg: trouble.error_msg }
  }
  if (trouble !== undefined) return { kind: trouble.kind }
  if (attempts > 0) return { kind: 'offline', changes: edit - saved }
  return edit > saved || submitting || sent ? { kind: 'saving' } : { kind: 'saved', at: savedAt }
}
