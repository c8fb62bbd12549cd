import { type Static, Type } from 'typebox'
import { freeMap, partial, string } from './schema.ts'

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

/** What a member sends with the link of his invitation. */
export const SetPasswordReq = Type.Object({ password: string() })
export type SetPasswordReq = Static<typeof SetPasswordReq>
