import { WorkerTaskStatus, WorkforceTaskStatus } from '#contract/codes.ts'

/** Status of a team task in words: created, starting, running, sampling, accepting, synchronizing, accepted, rejected. */
export type TaskWord = keyof typeof WorkforceTaskStatus

/** Every status of a team task, in the order of the wire's numbers. */
export const TASK_WORDS = Object.keys(WorkforceTaskStatus) as TaskWord[]

const words = new Map<number, TaskWord>(TASK_WORDS.map((word) => [WorkforceTaskStatus[word], word]))

/** The word of a stored or sent number. A number outside the table is a fault of ours, so it throws. */
export function readTaskStatus(status: number): TaskWord {
  const word = words.get(status)
  if (word === undefined) throw new RangeError(`${status} is not a status of a team task`)
  return word
}

export function writeTaskStatus(word: TaskWord): WorkforceTaskStatus {
  return WorkforceTaskStatus[word]
}

/** The status a member is shown: sampling and synchronizing look like accepting to him (behaviour 2.2). */
export function writeWorkerTaskStatus(word: TaskWord): WorkerTaskStatus {
  return WorkerTaskStatus[word === 'sampling' || word === 'synchronizing' ? 'accepting' : word]
}
