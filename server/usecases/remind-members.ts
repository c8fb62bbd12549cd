import { countEntriesOfWorkers, type EntryCounts } from '#adapters/sql/entry-counts.ts'
import { lockTask } from '#adapters/sql/locks.ts'
import { enqueueMails, type OutgoingMail } from '#adapters/sql/mails.ts'
import { lockTaskPeople } from '#adapters/sql/task-members.ts'
import { WorkerRole, WorkforceTaskStatus } from '#contract/codes.ts'
import { errors } from '#contract/errors.ts'
import { quote } from '#contract/text.ts'
import { readMailAddress } from '#core/codecs/mail-address.ts'
import { SEND_MAILS } from '#server/jobs/send-mails.ts'
import type { ItemResult } from '#server/replies.ts'
import type { Services } from '#server/services.ts'

/** How soon a member can be reminded of a task again, in milliseconds (D43). */
const REMINDER_INTERVAL = 300_000

/**
 * Mails members about a task: one result per address, in order (behaviour 6.3). Fails for what is no address (E4396), who
 * is not at work in the task (E4604) and who was reminded less than 300 s ago (E4627). Without a mail server nothing is
 * sent and nothing fails. Refuses the call while the task is being dealt and once it is accepted (E4396): nobody can do
 * anything then.
 */
export async function remindMembers(
  services: Services,
  { task_id, emails }: { task_id: string; emails: readonly string[] },
): Promise<ItemResult[]> {
  const { store, jobs } = services
  const now = services.now()
  const results = await store.transaction(async (tx) => {
    const task = await lockTask(tx, task_id, 'share')
    if (!task) throw errors.workforceTaskNotFound()
    if (task.status === WorkforceTaskStatus.starting || task.status === WorkforceTaskStatus.accepted) {
      const why = task.status === WorkforceTaskStatus.starting ? 'is being dealt' : 'is accepted'
      throw errors.parameterInvalid(`workforce_task_id: the team task ${why}, nobody can be reminded of it`)
    }
    const created = task.status === WorkforceTaskStatus.created
    const people = await lockTaskPeople(tx, task_id)
    // Nobody but its manager sees a task that is not started.
    const members = new Map(
      people.filter(({ role }) => !created || role === WorkerRole.manager).map((member) => [member.email, member]),
    )
    const counts = await countEntriesOfWorkers(tx, task_id)
    const mails: OutgoingMail[] = []
    const results = emails.map((text, index): ItemResult => {
      const field = `emails[${index}]`
      const email = readMailAddress(text)
      if (email === null) return errors.parameterInvalid.refusal(`${field}: is no mail address: ${quote(text)}`)
      const member = members.get(email)
      if (!member) return errors.workerUnknown.refusal(`${field}: ${email} is not at work in the team task`)
      if (now - member.last_notify_time < REMINDER_INTERVAL) {
        return errors.mailTooOften.refusal(`${field}: ${email} was reminded less than 300 seconds ago`)
      }
      member.last_notify_time = now
      mails.push(
        created
          ? { task_id, worker_id: member.worker_id, kind: 'task_assign', payload: {} }
          : { task_id, worker_id: member.worker_id, kind: 'reminder', payload: workOf(member, counts) },
      )
      return null
    })
    await tx.each.update(
      'task_member',
      ['task_id', 'worker_id'],
      ['last_notify_time'],
      mails.map(({ worker_id }) => [task_id, worker_id, now]),
    )
    await enqueueMails(tx, mails, now)
    return results
  })
  jobs.start(...SEND_MAILS)
  return results
}

/** What waits for a labeler is his own; for a reviewer it is what nobody has reviewed, for a manager the whole task. */
function workOf(
  { worker_id, role }: { worker_id: string; role: number },
  counts: ReadonlyMap<string, EntryCounts>,
): { open: number; rejected: number } {
  const own = counts.get(worker_id)
  const mine = role === WorkerRole.labeler ? (own ? [own] : []) : [...counts.values()]
  const sum = (count: (of: EntryCounts) => number) => mine.reduce((total, of) => total + count(of), 0)
  return {
    open: sum((of) => (role === WorkerRole.reviewer ? of.UNREVIEWED : of.UN_ANNOTATION + of.AUTO_ANNOTATION)),
    rejected: sum((of) => of.REJECTED),
  }
}
