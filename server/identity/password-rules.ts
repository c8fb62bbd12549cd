import { commonPasswords } from './common-passwords.ts'

/** Shortest and longest password that a person may choose, in characters; nothing is ever cut off (reliability 3). */
export const MIN_PASSWORD_LENGTH = 12
export const MAX_PASSWORD_LENGTH = 1024

/**
 * One sentence that says why a password is refused, or null. No rules of composition: length, and not what everybody tries
 * first, are what keeps a password (ASVS 6.2).
 */
export function faultOfPassword(password: string): string | null {
  const length = [...password].length
  if (length < MIN_PASSWORD_LENGTH) return `The password must have at least ${MIN_PASSWORD_LENGTH} characters.`
  if (length > MAX_PASSWORD_LENGTH) return `The password must have at most ${MAX_PASSWORD_LENGTH} characters.`
  const bare = password.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '')
  if (commonPasswords.has(bare)) return 'The password is one of those that everybody tries first.'
  if (new Set(password).size < 4 || isRun(bare)) return 'The password is too regular.'
  return null
}

/** `1234567890123`, `fedcba987654`: each character follows the one before it, on the way wrapping round from 9 to 0. */
function isRun(text: string): boolean {
  const steps = new Set<number>()
  for (let i = 1; i < text.length; i++) {
    const step = text.charCodeAt(i) - text.charCodeAt(i - 1)
    steps.add(Math.abs(step) === 9 ? -step / 9 : step)
  }
  const [step] = steps
  return steps.size === 1 && Math.abs(step!) <= 1
}
