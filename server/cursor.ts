import { errors } from '#contract/errors.ts'

/** A place in a list, for the client to send back: it says nothing to him. */
export const writeCursor = (key: number): string => Buffer.from(`k${key}`).toString('base64url')

/** The key that a cursor stands for; undefined: the list begins. */
export function readCursor(cursor: string | undefined): number | undefined {
  if (cursor === undefined) return undefined
  const [, digits] = /^k(\d{1,15})$/.exec(Buffer.from(cursor, 'base64url').toString()) ?? []
  if (digits === undefined) throw errors.parameterInvalid('after: must be the cursor of an answer')
  return Number(digits)
}
