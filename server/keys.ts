import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'

/** Signs what leaves the server and must come back unchanged. */
export type Keys = {
  /** A signature over `text`, bound to its purpose. URL-safe, 43 characters. */
  sign(purpose: 'source' | 'invitation', text: string): string
  verify(purpose: 'source' | 'invitation', text: string, signature: string): boolean
}

const KEY_BYTES = 32

/** Reads the key of this installation; the first start makes it, readable by its user alone (reliability S8). */
export function openKeys(dataFolder: string): Keys {
  const path = join(dataFolder, 'secret.key')
  mkdirSync(dataFolder, { recursive: true })
  try {
    // 'wx' lets exactly one of two processes that start together make the key.
    const file = openSync(path, 'wx', 0o600)
    writeSync(file, randomBytes(KEY_BYTES).toString('hex'))
    fsyncSync(file)
    closeSync(file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
  const secret = Buffer.from(readFileSync(path, 'utf8').trim(), 'hex')
  if (secret.length < KEY_BYTES) throw new Error(`${path} does not hold a key of ${KEY_BYTES} bytes`)
  const digest = (purpose: string, text: string) => createHmac('sha256', secret).update(`${purpose}\n${text}`).digest()
  return {
    sign: (purpose, text) => digest(purpose, text).toString('base64url'),
    verify(purpose, text, signature) {
      const given = Buffer.from(signature, 'base64url')
      const expected = digest(purpose, text)
      return given.length === expected.length && timingSafeEqual(given, expected)
    },
  }
}
