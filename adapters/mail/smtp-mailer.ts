import { createTransport, type NodemailerError, type Transporter } from 'nodemailer'
import { isMailAddress } from '#core/codecs/mail-address.ts'
import type { Mailer, MailMessage, MailResult } from './mailer.ts'
import { oneLine } from './one-line.ts'

/** Sends by SMTP, one conversation a mail; options behind the address, such as `?requireTLS=true`, are nodemailer's. */
export class SmtpMailer implements Mailer {
  readonly enabled = true
  readonly sender: { name: string; address: string }
  readonly timeout: number
  readonly transport: Transporter

  constructor(url: string, from: string, timeout: number) {
    if (!/^smtps?:\/\/[^/?#]/.test(url)) throw new Error('SMTP_URL must be smtp://host:port or smtps://host:port.')
    this.sender = readSender(from)
    this.timeout = timeout
    this.transport = createTransport({
      url,
      connectionTimeout: timeout,
      greetingTimeout: timeout,
      socketTimeout: timeout,
      dnsTimeout: timeout,
      disableFileAccess: true,
      disableUrlAccess: true,
    })
  }

  async send(message: MailMessage): Promise<MailResult> {
    if (!isMailAddress(message.to)) {
      return { status: 'malformed', detail: 'The address has not the form name@domain.' }
    }
    try {
      await this.transport.sendMail({
        from: this.sender,
        to: { name: oneLine(message.name ?? ''), address: message.to },
        subject: oneLine(message.subject),
        text: message.text,
        html: message.html,
        headers: { 'Auto-Submitted': 'auto-generated' },
        // A server that keeps talking without an end never meets the timeouts for silence.
        signal: AbortSignal.timeout(4 * this.timeout),
      })
      return { status: 'sent' }
    } catch (error) {
      return readFailure(error as NodemailerError)
    }
  }

  close(): void {
    this.transport.close()
  }
}

/** Only a lasting refusal (5yz, RFC 5321 4.2.1) of the recipient itself speaks about the address. */
function readFailure(error: NodemailerError): MailResult {
  const detail = oneLine(error.message).slice(0, 200)
  const reply = error.responseCode ?? 0
  if (error.command !== 'RCPT TO' || reply < 500 || reply === 503) return { status: 'failed', detail }
  const isSyntax = reply === 501 || /^\d{3}[ -]5\.1\.3\b/.test(error.response ?? '')
  return { status: isSyntax ? 'malformed' : 'unreachable', detail }
}

function readSender(from: string): { name: string; address: string } {
  const parts = /^([^<>\p{Cc}]*)<([^<>]+)>$/u.exec(from)
  const name = parts?.[1]?.trim() ?? ''
  const address = parts?.[2] ?? from
  if (!isMailAddress(address)) throw new Error('MUSTER_MAIL_FROM must be an address or "Name <address>".')
  return { name, address }
}
