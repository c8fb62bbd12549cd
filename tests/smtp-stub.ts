import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'

/** A mail as a mail server on loopback took it over, with the parts a reader sees. */
export type DeliveredMail = {
  from: string
  recipients: string[]
  /** Decoded, names in lower case; a header that comes twice has its values joined by a line end. */
  headers: Record<string, string>
  text: string
  html: string
}

export type SmtpStub = { url: string; mails: DeliveredMail[]; stop: () => Promise<void> }

/** A real mail server that keeps what it is given; `options` change how it behaves. Port 0 is any free one. */
export async function startSmtpStub(options: SMTPServerOptions = {}, port = 0): Promise<SmtpStub> {
  const mails: DeliveredMail[] = []
  const server = new SMTPServer({
    disabledCommands: ['STARTTLS', 'AUTH'],
    disableReverseLookup: true,
    logger: false,
    closeTimeout: 1,
    onData: (stream, session, done) => {
      buffer(stream).then((raw) => {
        const { mailFrom, rcptTo } = session.envelope
        const from = mailFrom === false ? '' : (mailFrom?.address ?? '')
        mails.push({ from, recipients: rcptTo.map((to) => to.address), ...readMail(raw.toString('latin1')) })
        done()
      }, done)
    },
    ...options,
  })
  server.on('error', () => {})
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  const address = server.server.address() as AddressInfo
  const stop = () => new Promise<void>((resolve) => server.close(resolve))
  return { url: `smtp://127.0.0.1:${address.port}`, mails, stop }
}

function readMail(raw: string): Pick<DeliveredMail, 'headers' | 'text' | 'html'> {
  const { headers, body } = readPart(raw)
  const boundary = /boundary="([^"]+)"/.exec(headers['content-type'] ?? '')?.[1]
  const inner = body.split(`--${boundary}`).slice(1, -1)
  const parts = inner.map((part) => readPart(part.replace(/^\r\n/, '').replace(/\r\n$/, '')))
  const content = (type: string) => {
    const part = parts.find((part) => part.headers['content-type']?.startsWith(type))
    return part === undefined ? '' : decode(part.body, part.headers['content-transfer-encoding'] ?? '7bit')
  }
  return { headers, text: content('text/plain'), html: content('text/html') }
}

function readPart(raw: string): { headers: Record<string, string>; body: string } {
  const end = raw.indexOf('\r\n\r\n')
  const headers: Record<string, string> = {}
  for (const line of raw
    .slice(0, end)
    .replace(/\r\n[ \t]+/g, ' ')
    .split('\r\n')) {
    const colon = line.indexOf(':')
    const name = line.slice(0, colon).toLowerCase()
    const value = decodeWords(line.slice(colon + 1).trim())
    headers[name] = name in headers ? `${headers[name]}\n${value}` : value
  }
  return { headers, body: raw.slice(end + 4) }
}

/** Encoded words of RFC 2047; spaces between two of them do not count. */
function decodeWords(value: string): string {
  const words = /=\?utf-8\?([bq])\?([^?]*)\?=(?:\s+(?==\?))?/gi
  return value.replace(words, (_, kind: string, word: string) =>
    kind.toLowerCase() === 'b' ? decode(word, 'base64') : decode(word.replaceAll('_', ' '), 'quoted-printable'),
  )
}

function decode(body: string, encoding: string): string {
  if (encoding === 'base64') return Buffer.from(body, 'base64').toString()
  const plain = body
    .replace(/=\r\n/g, '')
    .replace(/=([0-9A-F]{2})/gi, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)))
  return Buffer.from(encoding === 'quoted-printable' ? plain : body, 'latin1')
    .toString()
    .replaceAll('\r\n', '\n')
}
