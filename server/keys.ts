import { createHash, createHmac, randomBytes, randomUUID, timingSafeEqual } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { link, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { syncFolder } from '#adapters/blobs/folder-paths.ts'

/** Signs what leaves the server and must come back unchanged. */
export type Keys = {
  /** Tells keys apart and gives nothing away. */
  fingerprint: string
  /** A signature over `text`, bound to its purpose. URL-safe, 43 characters. */
  sign(purpose: 'source' | 'invitation', text: string): string
  verify(purpose: 'source' | 'invitation', text: string, signature: string): boolean
}

const KEY_BYTES = 32

/** Reads the key of this installation; the first start makes it, readable by its user alone (reliability S8). */
export async function openKeys(dataFolder: string): Promise<Keys> {
  const path = join(dataFolder, 'secret.key')
  if (!existsSync(path)) await makeKey(dataFolder, path)
  const secret = Buffer.from(readFileSync(path, 'utf8').trim(), 'hex')
  if (secret.length < KEY_BYTES) throw new Error(`${path} does not hold a key of ${KEY_BYTES} bytes`)
  const digest = (purpose: string, text: string) => createHmac('sha256', secret).update(`${purpose}\n${text}`).digest()
  return {
    fingerprint: createHash('sha256').update(secret).digest('hex'),
    sign: (purpose, text) => digest(purpose, text).toString('base64url'),
    verify(purpose, text, signature) {
      const given = Buffer.from(signature, 'base64url')
      const expected = digest(purpose, text)
      return given.length === expected.length && timingSafeEqual(given, expected)
    },
  }
}

/** The key has its name only once it is whole on the disk; of several that make one together, one key stays. */
async function makeKey(folder: string, path: string): Promise<void> {
  const temporary = `${path}.${randomUUID()}`
  try {
    await writeFile(temporary, randomBytes(KEY_BYTES).toString('hex'), { flag: 'wx', mode: 0o600, flush: true })
    await link(temporary, path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    await rm(temporary, { force: true })
  }
  await syncFolder(folder)
}
