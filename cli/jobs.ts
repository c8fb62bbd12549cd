import { ApiError } from '#client/client.ts'
import { askPatiently, isPassing, wait } from '#client/patience.ts'
import type { Options } from './command.ts'
import type { Muster } from './connection.ts'
import { ExitCode, Failure, reasonOf } from './exit-codes.ts'
import { printJson, textOf } from './output.ts'
import { printProblems, saveProblems, type TaskNames } from './problems.ts'
import { type Progress, type Step, showProgress } from './progress.ts'

/** First and longest pause between two questions for the state of a job, in milliseconds. */
const FIRST_PAUSE = 150
const LONGEST_PAUSE = 2000

type Beginning = {
  /** Sends the job; answers its id. */
  begin: () => Promise<string>
  /** The id of the newest job of this kind that does the same. */
  newest: () => Promise<string | undefined>
}

/**
 * Begins a job once, although the connection may be lost between the call and its answer: then a job that was not there before
 * is the one that was begun.
 */
export async function beginJob({ begin, newest }: Beginning): Promise<string> {
  const before = await newest()
  const progress = showProgress()
  let wasLost = false
  return askPatiently(
    async () => {
      try {
        return await begin()
      } catch (error) {
        wasLost ||= isPassing(error)
        const now = wasLost ? await newest() : before
        if (now === undefined || now === before) throw error
        return now
      }
    },
    { onTrouble: troubleOn(progress) },
  ).finally(() => progress.end())
}

/** What a command that begins a job can be told about its end. */
export const WAITING_OPTIONS = {
  wait: { type: 'boolean', negative: true, meaning: 'says what was begun and ends' },
} as const satisfies Options

/** The same where the job lists what it met. */
export const LISTING_OPTIONS = {
  ...WAITING_OPTIONS,
  problems: {
    type: 'string',
    value: 'FILE.csv',
    meaning: 'writes a list of what could not be read, was passed over or could not be held',
  },
  stop: { type: 'boolean', meaning: 'ends what --task names; what has come in until then stays' },
} as const satisfies Options

export type Ending = {
  wait?: boolean | undefined
  problems?: string | undefined
  /** The job is to end now: that it does not come to its end is no failure then. */
  stop?: boolean | undefined
  json: boolean
}

type Following<Job> = Waiting<Job> & {
  /** The task, where it lists what it met. */
  listed?: TaskNames
  print: (job: Job) => void
  /** Why the job failed; undefined when it did not. */
  failureOf: (job: Job) => string | undefined
}

/** Waits for a job, unless it is told not to, tells how it went and answers its state; throws a Failure when it failed. */
export async function followJob<Job>(muster: Muster, ending: Ending, job: Following<Job>): Promise<Job> {
  const { wait, problems, stop, json } = ending
  if (stop && job.listed) await muster.call('StopDataTask', job.listed)
  const state = wait === false ? await job.read() : await waitForJob(job)
  if (job.listed && problems !== undefined) await saveProblems(muster, job.listed, problems)
  if (json) printJson(state)
  else {
    job.print(state)
    if (job.listed) await printProblems(muster, job.listed)
    if (!job.isDone(state)) console.log(`\nThe job goes on. Look at it again with: ${job.lookAgain}`)
  }
  const failure = job.failureOf(state)
  if (failure !== undefined && !stop) throw new Failure(ExitCode.failed, failure)
  if (failure !== undefined && !json) console.log(`\n${textOf(failure)}`)
  return state
}

type Waiting<Job> = {
  read: () => Promise<Job>
  isDone: (job: Job) => boolean
  stepOf: (job: Job) => Step
  /** The command that looks at the job again. */
  lookAgain: string
}

/** Waits for the end of a job, also over a lost connection; Ctrl-C leaves the job alone and says how to look at it again. */
async function waitForJob<Job>({ read, isDone, stepOf, lookAgain }: Waiting<Job>): Promise<Job> {
  const progress = showProgress()
  const stop = new AbortController()
  const interrupted = new Promise<never>((_, fail) => {
    stop.signal.addEventListener('abort', () => {
      fail(new Failure(ExitCode.interrupted, `The job goes on. Look at it again with: ${lookAgain}`))
    })
  })
  const onInterrupt = () => stop.abort()
  process.once('SIGINT', onInterrupt)
  async function untilDone(): Promise<Job> {
    for (let pause = FIRST_PAUSE; ; pause = Math.min(1.5 * pause, LONGEST_PAUSE)) {
      const job = await askPatiently(read, { signal: stop.signal, onTrouble: troubleOn(progress) })
      progress.show(stepOf(job))
      if (isDone(job)) return job
      await wait(pause, stop.signal)
    }
  }
  try {
    return await Promise.race([untilDone(), interrupted])
  } catch (error) {
    if (isPassing(error)) progress.trouble(`The job may go on. Look at it again with: ${lookAgain}`)
    throw error
  } finally {
    process.off('SIGINT', onInterrupt)
    progress.end()
  }
}

function troubleOn(progress: Progress): (error: unknown) => void {
  return (error) => {
    const reason = error instanceof ApiError ? `it answered ${error.status}` : reasonOf(error)
    progress.trouble(`The server is away, asking again (${reason})`)
  }
}
