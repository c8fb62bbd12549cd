import { EmailStatus } from '#contract/codes.ts'
import { SmtpMailer } from './smtp-mailer.ts'

/** One mail to one person. */
export type MailMessage = { to: string; name?: string; subject: string; text: string; html: string }

/**
 * `malformed`: the address has not the form of one; nothing was sent. `unreachable`: the mail server refuses this address
 * for good. `failed`: no mail server, or it is down, too slow or busy; the same mail may well go out later.
 */
export type MailStatus = 'sent' | 'malformed' | 'unreachable' | 'failed'

/** `detail` is one line for the log: why it did not go out. */
export type MailResult = { status: MailStatus; detail?: string }

export interface Mailer {
  /** False where no mail server is set: nothing is ever sent, and the console shows links to copy (behaviour 6.3). */
  readonly enabled: boolean
  /** Never throws. Sent means that the mail server has taken it over. */
  send(message: MailMessage): Promise<MailResult>
  close(): void
}

/** What the wire calls the outcome of a mail (behaviour 6.3). */
export const emailStatusOf: Record<MailStatus, EmailStatus> = {
  failed: EmailStatus.notSent,
  malformed: EmailStatus.malformed,
  unreachable: EmailStatus.unreachable,
  sent: EmailStatus.sent,
}

export type MailSettings = {
  /** SMTP_URL: `smtp://` or `smtps://`, null for no mail. */
  smtpUrl: string | null
  /** MUSTER_MAIL_FROM: an address, or `Name <address>`. */
  mailFrom: string
  /** How long a mail server may keep silent, in milliseconds; a whole mail gets four times that. */
  timeout?: number
}

/** Throws an error of one line when a setting cannot be used; does not connect yet. */
export function createMailer(settings: MailSettings): Mailer {
  const { smtpUrl, mailFrom, timeout = 5000 } = settings
  return smtpUrl === null ? noMailer : new SmtpMailer(smtpUrl, mailFrom, timeout)
}

const noMailer: Mailer = {
  enabled: false,
  send: async () => ({ status: 'failed', detail: 'No mail server is set (SMTP_URL).' }),
  close: () => {},
}
