import { ApiError } from '#client/client.ts'
import { isPassing } from '#client/patience.ts'

/** How a command ends, for scripts (docs/cli.md). */
export const ExitCode = {
  done: 0,
  failed: 1,
  usage: 2,
  refused: 3,
  notFound: 4,
  unreachable: 5,
  /** As a shell counts a program that Ctrl-C ended. */
  interrupted: 130,
} as const
export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode]

/** What ends a command: a sentence for the person and a code for the script. */
export class Failure extends Error {
  override readonly name = 'Failure'
  readonly exitCode: ExitCode

  constructor(exitCode: ExitCode, sentence: string) {
    super(sentence)
    this.exitCode = exitCode
  }
}

/** A command that was not called as it wants to be. */
export const usageFailure = (sentence: string) => new Failure(ExitCode.usage, sentence)

/** A bucket or a path of the store that is not there answers 400 on the wire (D45). */
const NOTHING_THERE = ['ModelArts.4311', 'ModelArts.4312']

/** The same for whatever a call threw; an error that is none of these is a fault of ours and is returned as it is. */
export function failureOf(error: unknown, baseUrl: string): unknown {
  if (error instanceof ApiError) return new Failure(codeOf(error), sentenceOf(error, baseUrl))
  if (isPassing(error)) return new Failure(ExitCode.unreachable, `${baseUrl} does not answer: ${reasonOf(error)}.`)
  return error
}

function codeOf(error: ApiError): ExitCode {
  const { status, error_code } = error
  if (status === 401 || status === 403) return ExitCode.refused
  if (status === 404 || NOTHING_THERE.includes(error_code)) return ExitCode.notFound
  // 409 and the like may pass as well, but the server is there and says so.
  const isAway = status === 429 || (status > 500 && isPassing(error)) || status < 300
  return isAway ? ExitCode.unreachable : ExitCode.failed
}

function sentenceOf({ status, error_code, error_msg }: ApiError, baseUrl: string): string {
  if (error_code === '') return `${baseUrl} answered ${status}, but not as Muster does.`
  return `${error_msg} (${error_code})`
}

/** What the system says, as `connect ECONNREFUSED 127.0.0.1:8080`. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const { cause } = error
  return cause instanceof Error && cause.message !== '' ? cause.message : error.message
}
