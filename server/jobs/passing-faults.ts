import { type ErrorMaker, errors, MusterError, type Refusal } from '#contract/errors.ts'
import { FileFault } from '#core/formats/files.ts'

/** How long a store that does not answer is waited for before work on data ends failed, in milliseconds. */
const PATIENCE = 10 * 60_000

const passing = [errors.storageFailed.error_code, errors.unavailable.error_code]

/**
 * Whether work on data is to be tried again: a store or a database that is away may come back, and what nobody has foreseen may
 * pass; for a while after `moved`, when the work last got on. Work that begins again gets on where no run of it was before.
 */
export function mayPass(error: unknown, { moved, now }: { moved: number; now: number }): boolean {
  const isFinal = error instanceof FileFault || (error instanceof MusterError && !passing.includes(error.error_code))
  return !isFinal && now - moved < PATIENCE
}

/** What the owner is told; a fault of the server is in its log. */
export function faultOf(error: unknown, fault: ErrorMaker = errors.storageFailed): Refusal {
  if (error instanceof FileFault) return fault.refusal(`${error.path} ${error.reason}`)
  return error instanceof MusterError ? error.refusal : errors.internalError.refusal()
}
