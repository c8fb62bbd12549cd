import { createHash, randomBytes, randomInt } from 'node:crypto'

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'

/** A random id as the wire shows them for datasets, tasks and teams: 19 letters and digits. */
export function newId(): string {
  return Array.from({ length: 19 }, () => LETTERS[randomInt(LETTERS.length)]).join('')
}

/** 16 random bytes as 32 hex digits: ids as Keystone shows them, seeds, nonces. */
export const newHexId = (): string => randomBytes(16).toString('hex')

/** The id of a person: the same in every team of the project (behaviour, "Words used below"). `email` in lower case. */
export const workerIdOf = (project_id: string, email: string): string => hexId(project_id, email)

/** The id of a sample: the same whenever the same object is imported again (formats 3.2). */
export function sampleIdOf(dataset_id: string, object: string, line: number | null): string {
  return line === null ? hexId(dataset_id, object) : hexId(dataset_id, object, String(line))
}

function hexId(...parts: string[]): string {
  return createHash('sha256').update(parts.join('\n')).digest('hex').slice(0, 32)
}
