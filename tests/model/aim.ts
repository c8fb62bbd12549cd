import { type Command, OWNER } from './commands.ts'
import { type Entry, type Reference, Status } from './reference.ts'

/**
 * Turns the numbers of an aimed call into people who may make it and samples that it can concern now. A call for which it
 * is too early becomes one that leads there.
 */
export function aim(command: Command, reference: Reference): Command {
  if (!('aimed' in command) || !command.aimed) return command
  const entries = [...reference.entries.values()]
  switch (command.kind) {
    case 'save': {
      const by = command.by === OWNER ? OWNER : pick(reference.labelers, command.by, command.by)
      const own = entries.filter(({ person }) => by === OWNER || person === by)
      const items = command.items.map((item) => ({ ...item, ...aimAt(own, item.sample) }))
      return { ...command, by, items }
    }
    case 'review': {
      const waiting = entries.filter(({ state }) => state === 'UNREVIEWED')
      const reviewers = [OWNER, ...reference.roles.flatMap((role, person) => (role === 1 ? [person] : []))]
      const comments = command.comments.map((comment) => ({ ...comment, ...aimAt(waiting, comment.sample) }))
      return { ...command, by: pick(reviewers, command.by, OWNER), comments }
    }
    case 'delete': {
      // What the last open entry was for is the most interesting one.
      const open = entries.filter(({ state }) => state !== 'ACCEPTED')
      if (open.length === entries.length) return command
      return {
        ...command,
        samples:
          open.length === 0
            ? command.samples
            : [...new Set(open.map(({ sample }) => sample))].slice(0, command.samples.length),
      }
    }
    case 'finish':
      return reference.status === Status.accepting ? { ...command, by: OWNER } : towardsAcceptance(reference)
    case 'judge': {
      if (reference.status !== Status.accepting) return towardsAcceptance(reference)
      const drawn = entries.filter(({ key }) => reference.current?.drawn.has(key))
      const comments = command.comments.map((comment) => ({ ...comment, ...aimAt(drawn, comment.sample) }))
      return { ...command, by: OWNER, comments }
    }
  }
}

/** What must happen before an acceptance can be judged. */
function towardsAcceptance({ isAccepting }: Reference): Command {
  return isAccepting ? { kind: 'work' } : { kind: 'start', by: OWNER, sampling_rate: 0.7 }
}

function aimAt(entries: readonly Entry[], number: number): { sample: number; worker: number | null } | object {
  const entry = pick(entries, number, null)
  return entry ? { sample: entry.sample, worker: number % 2 ? entry.person : null } : {}
}

function pick<T>(list: readonly T[], number: number, otherwise: T): T
function pick<T>(list: readonly T[], number: number, otherwise: null): T | null
function pick<T>(list: readonly T[], number: number, otherwise: T | null): T | null {
  return list.length === 0 ? otherwise : list[number % list.length]!
}
