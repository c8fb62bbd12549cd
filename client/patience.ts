import { ApiError } from './client.ts'

/** Pauses after a lost connection, in milliseconds; the last one again and again, until so many failed in a row. */
const PAUSES = [500, 1000, 2000, 4000, 8000, 15_000, 30_000]
const MOST_FAILURES = 12

/** Waits some milliseconds; throws the reason of `signal` when that is aborted. */
export type Pause = (milliseconds: number, signal?: AbortSignal) => Promise<void>

/** A lost connection, a server that is busy or starting, or a piece that did not arrive whole: asking again may help. */
export function isPassing(error: unknown): boolean {
  if (!(error instanceof ApiError)) return error instanceof TypeError || isTimeout(error)
  const { status, error_code } = error
  return (status >= 500 && status !== 501) || [408, 409, 425, 429].includes(status) || error_code === 'ModelArts.4314'
}

function isTimeout(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'TimeoutError'
}

/** How long to wait after so many failures in a row, in milliseconds; undefined when it is time to give up, after some minutes. */
export function pauseAfter(failures: number): number | undefined {
  return failures > MOST_FAILURES ? undefined : PAUSES[Math.min(failures, PAUSES.length) - 1]
}

export function wait(milliseconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((done, fail) => {
    if (signal?.aborted) return fail(signal.reason)
    const stop = () => {
      clearTimeout(timer)
      fail(signal?.reason)
    }
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop)
      done()
    }, milliseconds)
    signal?.addEventListener('abort', stop)
  })
}

type Asking = {
  signal?: AbortSignal
  /** Tells what went wrong before it is asked again. */
  onTrouble?: (error: unknown) => void
  /** Waits; for tests. */
  pause?: Pause
}

/**
 * Asks until there is an answer, also over a lost connection or a restart of the server. Throws what is no passing trouble, the
 * reason of `signal` when that is aborted, and the last trouble when it has lasted for some minutes.
 */
export async function askPatiently<Answer>(ask: () => Promise<Answer>, options: Asking = {}): Promise<Answer> {
  const { signal, onTrouble, pause = wait } = options
  for (let failures = 1; ; failures++) {
    try {
      return await ask()
    } catch (error) {
      const patience = isPassing(error) ? pauseAfter(failures) : undefined
      if (patience === undefined || signal?.aborted) throw error
      onTrouble?.(error)
      await pause(patience, signal)
    }
  }
}
