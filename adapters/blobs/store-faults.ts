import { errors, MusterError } from '#contract/errors.ts'

/**
 * An error of the system or of a remote store as E4314. Its cause (a full disk, missing rights, a lost line) is for the
 * administrator and never on the wire; it is logged here, for many callers turn a refusal into an item of their answer.
 */
export function storeFault(cause: Error): MusterError {
  console.error(`The storage failed: ${cause.message.replace(/\p{Cc}+/gu, ' ')}`)
  return Object.assign(errors.storageFailed(), { cause })
}

/** Errors of the system become E4314; what is no error of the store passes. */
export function failStore(error: unknown): never {
  const fromSystem = error instanceof Error && typeof (error as NodeJS.ErrnoException).syscall === 'string'
  throw fromSystem && !(error instanceof MusterError) ? storeFault(error) : error
}
