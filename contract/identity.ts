import { type Static, Type } from 'typebox'
import { freeMap, partial, string, word } from './schema.ts'

/** Bodies of the identity calls under `/v3`: the part of Keystone v3 that real clients use (clients 1.1, 2.1). */

/** Whoever signs in is a stranger still: nothing he writes is longer than it can mean. */
const short = () => Type.String({ maxLength: 1024 })

const DomainName = partial({ id: short(), name: short() })

const UserLogin = Type.Object({
  id: Type.Optional(Type.String({ minLength: 1, maxLength: 64 })),
  name: Type.Optional(Type.String({ minLength: 1, maxLength: 255 })),
  domain: Type.Optional(DomainName),
  password: short(),
})

export const CreateTokenReq = Type.Object({
  auth: Type.Object({
    identity: Type.Object({
      methods: Type.Array(short(), { minItems: 1, maxItems: 1 }),
      password: Type.Optional(Type.Object({ user: UserLogin })),
      token: Type.Optional(Type.Object({ id: Type.String({ maxLength: 255 }) })),
    }),
    scope: Type.Optional(
      partial({ project: partial({ id: short(), name: short(), domain: DomainName }), domain: DomainName }),
    ),
  }),
})
export type CreateTokenReq = Static<typeof CreateTokenReq>

const Named = Type.Object({ id: string(), name: string() })
const NamedInDomain = Type.Object({ id: string(), name: string(), domain: Named })

export const TokenResp = Type.Object({
  token: Type.Object({
    methods: Type.Array(string()),
    issued_at: string('ISO 8601 in UTC, with microseconds.'),
    expires_at: string('ISO 8601 in UTC, with microseconds.'),
    user: NamedInDomain,
    project: Type.Optional(NamedInDomain),
    domain: Type.Optional(Named),
    roles: Type.Array(Named),
    catalog: Type.Array(freeMap()),
  }),
})
export type TokenResp = Static<typeof TokenResp>

/**
 * The header by which a call with the session cookie says that a page of the console makes it (reliability S11): `1` when a
 * person does something, which keeps his session alive, `background` when the page asks by itself.
 */
export const CONSOLE_HEADER = 'X-Muster-Console'

/**
 * The header by which a page of the console says whose it is, by `account_id`: the tabs of a browser share one session, and who
 * signs in in one of them changes it under the others. A stream of events says it as the parameter `account_id`.
 */
export const ACCOUNT_HEADER = 'X-Muster-Account'

/** What the console sends to start a session; the domain is Default when it is missing. */
export const SignInReq = Type.Object({
  user_name: Type.String({ minLength: 1, maxLength: 255 }),
  password: short(),
  domain_name: Type.Optional(short()),
})
export type SignInReq = Static<typeof SignInReq>

/** Who is signed in at the console. */
export const Session = Type.Object({
  account_id: string(),
  user_name: string('For a member his e-mail address.'),
  email: Type.Optional(string('Of a member.')),
  worker_id: Type.Optional(string('Of a member.')),
  role: word(['owner', 'member']),
  project_id: string(),
  project_name: string(),
  domain_name: string(),
  expires_at: Type.Integer({ description: 'When it ends unless something is done before, in epoch milliseconds.' }),
})
export type Session = Static<typeof Session>

/** The answer to the question who is signed in: a visitor of the console asks it before he has signed in, too. */
export const SessionOrNobody = Type.Union([Session, Type.Object({ role: Type.Literal('nobody') })])
export type SessionOrNobody = Static<typeof SessionOrNobody>

/** One of the caller's own sessions of the console. */
export const OwnSession = Type.Object({
  session_id: string('Names it; opens nothing.'),
  current: Type.Boolean({ description: 'The call was made by this one.' }),
  create_time: Type.Integer({ description: 'When he signed in, in epoch milliseconds.' }),
  last_use: Type.Integer({ description: 'When he did something last, to the minute, in epoch milliseconds.' }),
  expires_at: Type.Integer({ description: 'When it ends unless something is done before, in epoch milliseconds.' }),
  user_agent: Type.Optional(string('What the browser said of itself.')),
})
export type OwnSession = Static<typeof OwnSession>

export const OwnSessions = Type.Object({ sessions: Type.Array(OwnSession, { description: 'Used last first.' }) })
export type OwnSessions = Static<typeof OwnSessions>

export const ChangePasswordReq = Type.Object({ old_password: short(), password: short() })
export type ChangePasswordReq = Static<typeof ChangePasswordReq>

/** Whom an invitation invites; the answer, too, when he has set his password. */
export const InvitationResp = Type.Object({ user_name: string(), domain_name: string() })
export type InvitationResp = Static<typeof InvitationResp>

/** How far the invitation of a member is, and its link as long as it works. */
export const MemberInvitation = Type.Object({
  state: word(['open', 'accepted']),
  link: Type.Optional(string('Works once.')),
  expires_at: Type.Optional(Type.Integer({ description: 'Epoch milliseconds.' })),
})
export type MemberInvitation = Static<typeof MemberInvitation>

/** What somebody has chosen for himself: free JSON of at most 64 KiB, under keys of the console's. */
export const Preferences = Type.Object({ preferences: freeMap() })
export type Preferences = Static<typeof Preferences>

/** What a member sends with the link of his invitation. */
export const SetPasswordReq = Type.Object({ password: string() })
export type SetPasswordReq = Static<typeof SetPasswordReq>
