import { argon2, randomBytes, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'
import { errors } from '#contract/errors.ts'
import { Gate } from './gate.ts'

/** What one hash costs: memory in KiB, passes over it, lanes. About 50 ms (reliability 3). */
type Cost = { m: number; t: number; p: number }
const COST: Cost = { m: 47_104, t: 1, p: 1 }
const SALT_BYTES = 16
const HASH_BYTES = 32

const deriveKey = promisify(argon2)

/** Each hash takes 46 MiB, so few run at once; who finds a long queue is sent away. */
const gate = new Gate({ atOnce: 2, waiting: 50, refuse: () => errors.tooManyRequests() })

/** argon2id of a password as a PHC string, `$argon2id$v=19$m=…,t=…,p=…$salt$hash`. Throws E4206 when too many wait. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(SALT_BYTES)
  const hash = await derive(password, salt, HASH_BYTES, COST)
  return `$argon2id$v=19$m=${COST.m},t=${COST.t},p=${COST.p}$${encode(salt)}$${encode(hash)}`
}

/**
 * Whether the password belongs to the hash. Without a hash (nobody of that name, or no password set yet) it takes the same
 * time and is false. Throws E4206 when too many wait.
 */
export async function verifyPassword(password: string, encoded: string | null): Promise<boolean> {
  const parts = encoded === null ? null : decode(encoded)
  const { salt, hash, cost } = parts ?? { salt: randomBytes(SALT_BYTES), hash: Buffer.alloc(HASH_BYTES), cost: COST }
  const derived = await derive(password, salt, hash.length, cost)
  return timingSafeEqual(derived, hash) && parts !== null
}

/** True for a hash that was made when a hash cost less: it is replaced at the next login. */
export function isOutdated(encoded: string): boolean {
  const { m, t, p } = decode(encoded).cost
  return m * t < COST.m * COST.t || p !== COST.p
}

function derive(password: string, salt: Buffer, length: number, cost: Cost): Promise<Buffer> {
  const message = Buffer.from(password.normalize('NFC'))
  const parameters = { message, nonce: salt, parallelism: cost.p, tagLength: length, memory: cost.m, passes: cost.t }
  return gate.run(() => deriveKey('argon2id', parameters))
}

const encode = (bytes: Buffer) => bytes.toString('base64').replace(/=+$/, '')

function decode(encoded: string): { salt: Buffer; hash: Buffer; cost: Cost } {
  const match = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/.exec(encoded)
  if (!match) throw new Error('A stored password is no argon2id hash')
  const [, m, t, p, salt, hash] = match
  return {
    cost: { m: Number(m), t: Number(t), p: Number(p) },
    salt: Buffer.from(salt!, 'base64'),
    hash: Buffer.from(hash!, 'base64'),
  }
}
