import { emailStatusOf } from '#adapters/mail/mailer.ts'
import {
  type MailText,
  rejectionMail,
  reminderMail,
  type TaskFacts,
  taskStartedMail,
  taskToAssignMail,
} from '#adapters/mail/messages.ts'
import {
  type ClaimedMail,
  claimMail,
  deleteMail,
  dropDueMails,
  findMailTopic,
  hasDueMail,
  type MailKind,
  noteMail,
} from '#adapters/sql/mails.ts'
import type { Tx } from '#adapters/sql/store.ts'
import { EmailStatus } from '#contract/codes.ts'
import { invitationFor } from '#server/identity/invitations.ts'
import type { Services } from '#server/services.ts'
import type { JobKind } from './jobs.ts'

const OUTBOX = 'outbox'

/** `jobs.start(...SEND_MAILS)` has the outbox looked at now instead of a few seconds later. */
export const SEND_MAILS = ['send-mails', OUTBOX] as const

/**
 * Sends what waits in the outbox (behaviour 6.3), one mail after the other. A mail leaves the outbox in the transaction
 * that follows the mail server's word that it has taken it: a process that dies between the two has it sent a second
 * time, none is lost.
 */
export function sendMails(services: Services): JobKind {
  const { store, mailer } = services
  return {
    unfinished: async () => ((await hasDueMail(store.db, services.now())) ? [OUTBOX] : []),
    run: async () => {
      if (!mailer.enabled) return dropDueMails(store.db, services.now())
      while (!services.jobs.stopped) {
        const mail = await store.transaction((tx) => claimMail(tx, services.now()))
        if (!mail) return
        await sendMail(services, mail)
      }
    },
  }
}

async function sendMail(services: Services, mail: ClaimedMail): Promise<void> {
  const { store, mailer } = services
  const letter = await store.transaction((tx) => writeLetter(services, tx, mail))
  if (!letter) return store.transaction((tx) => deleteMail(tx, mail.mail_key))
  const { status, detail } = await mailer.send(letter)
  // It is not the address: whoever runs the server has to mend it.
  if (status === 'failed') console.error(`A mail to the member ${mail.worker_id} was not sent: ${detail}`)
  if (status === 'failed' && !mail.last) return
  // Given up after a day: as good as refused.
  const email_status = status === 'failed' ? EmailStatus.unreachable : emailStatusOf[status]
  const invited = status === 'sent' && letter.invites
  await store.transaction(async (tx) => {
    await deleteMail(tx, mail.mail_key)
    await noteMail(tx, mail, { email_status, invited, now: services.now() })
  })
}

type Letter = MailText & { to: string; invites: boolean }

/** The mail as it is to be said now; null when there is nobody left to whom it matters. */
async function writeLetter(services: Services, tx: Tx, mail: ClaimedMail): Promise<Letter | null> {
  const { config } = services
  const kind = mail.kind as MailKind
  if (kind === 'rejected' && !config.rejectionMails) return null
  const topic = await findMailTopic(tx, mail)
  if (!topic) return null
  const { email, task_name, dataset_id, dataset_name } = topic
  // Nobody lives there (RFC 2606), as in the demo project.
  if (email.endsWith('.invalid')) return null
  const invitationLink = (await invitationFor(services, tx, mail)) ?? undefined
  const facts = {
    // Members have not told their language.
    locale: 'en-us' as const,
    taskName: task_name,
    datasetName: dataset_name,
    link: `${config.publicUrl}/#/datasets/${dataset_id}/workforce-tasks/${mail.task_id}`,
    invitationLink,
  }
  return { to: email, invites: invitationLink !== undefined, ...textOf(kind, facts, JSON.parse(mail.payload)) }
}

/** Kinds and numbers are those of `enqueueMails`. */
function textOf(kind: MailKind, facts: TaskFacts, numbers: Record<string, number>): MailText {
  const { entries = 0, open = 0, rejected = 0 } = numbers
  switch (kind) {
    case 'task_started':
      return taskStartedMail({ ...facts, entryCount: entries })
    case 'task_assign':
      return taskToAssignMail(facts)
    case 'reminder':
      return reminderMail({ ...facts, openCount: open, rejectedCount: rejected })
    case 'rejected':
      return rejectionMail({ ...facts, rejectedCount: rejected })
  }
}
