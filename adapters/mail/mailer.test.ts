import { createServer, type Server } from 'node:net'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type SmtpStub, startSmtpStub } from '#tests/smtp-stub.ts'
import { createMailer, emailStatusOf, type Mailer, type MailMessage } from './mailer.ts'
import { taskStartedMail } from './messages.ts'

const hello: MailMessage = { to: 'lea@example.com', subject: 'Hello', text: 'Hi\n', html: '<p>Hi</p>\n' }
const mailFrom = 'Muster <muster@example.com>'

let stub: SmtpStub | undefined
let socketServer: Server | undefined
let mailer: Mailer

afterEach(async () => {
  mailer.close()
  await stub?.stop()
  await new Promise((resolve) => (socketServer === undefined ? resolve(null) : socketServer.close(resolve)))
  stub = undefined
  socketServer = undefined
})

describe('with a mail server', () => {
  beforeEach(async () => {
    stub = await startSmtpStub({
      onRcptTo: ({ address }, _session, done) => {
        const [code, text] = refusals[address] ?? []
        done(code === undefined ? null : Object.assign(new Error(text), { responseCode: code }))
      },
    })
    mailer = createMailer({ smtpUrl: stub.url, mailFrom })
  })

  const refusals: Record<string, [code: number, text: string]> = {
    'gone@example.com': [550, '5.1.1 No such user here'],
    'relay@example.com': [554, '5.7.1 Relay access denied'],
    'odd@example.com': [501, '5.1.3 Bad recipient address syntax'],
    'odder@example.com': [553, '5.1.3 Bad recipient address syntax'],
    'later@example.com': [451, '4.7.1 Greylisted, try again later'],
    'full@example.com': [452, '4.2.2 Mailbox full'],
  }

  test('a mail arrives as it was written, names and text of any script', async () => {
    const facts = {
      locale: 'zh-cn' as const,
      taskName: '猫 & 🐕 zählen',
      datasetName: 'Zoo',
      link: 'https://muster.example/tasks/t1?next=label&x=1',
      entryCount: 12,
      invitationLink: 'https://muster.example/invitations/abc',
    }
    const mail = taskStartedMail(facts)
    expect(await mailer.send({ to: 'lea@example.com', name: '李雷 "Lea", Müller', ...mail })).toEqual({
      status: 'sent',
    })
    expect(stub!.mails).toHaveLength(1)
    const [delivered] = stub!.mails
    expect(delivered).toMatchObject({
      from: 'muster@example.com',
      recipients: ['lea@example.com'],
      headers: {
        from: 'Muster <muster@example.com>',
        subject: '标注任务：猫 & 🐕 zählen',
        'auto-submitted': 'auto-generated',
      },
      text: mail.text,
      html: mail.html,
    })
    expect(delivered?.headers.to).toContain('李雷 "Lea", Müller')
    expect(delivered?.headers.to).toContain('<lea@example.com>')
  })

  test.each([
    ['gone@example.com', 'unreachable', 2],
    ['relay@example.com', 'unreachable', 2],
    ['odd@example.com', 'malformed', 1],
    ['odder@example.com', 'malformed', 1],
    ['later@example.com', 'failed', 0],
    ['full@example.com', 'failed', 0],
    ['lea@example.com', 'sent', 3],
  ] as const)('%s is answered with %s, email_status %d', async (to, status, emailStatus) => {
    const result = await mailer.send({ ...hello, to })
    expect(result.status).toBe(status)
    expect(emailStatusOf[result.status]).toBe(emailStatus)
    expect(result.detail ?? '').toContain(refusals[to]?.[1] ?? '')
    expect(stub!.mails).toHaveLength(status === 'sent' ? 1 : 0)
  })

  test.each(['', 'lea', 'lea@', 'lea@example.com, bob@example.com', 'lea@example.com\r\nRCPT TO:<bob@example.com>'])(
    'the malformed address %j is not sent at all',
    async (to) => {
      expect(await mailer.send({ ...hello, to })).toMatchObject({ status: 'malformed' })
      expect(stub!.mails).toEqual([])
    },
  )

  test.each([
    'x\r\nBcc: evil@example.com',
    'x\nBcc: evil@example.com',
    'x\rBcc: evil@example.com',
    'x\r\n\r\n<script>',
    'x\u2028Bcc: evil@example.com',
    'x\0\r\n.\r\nRSET',
    'x", <evil@example.com>, "y',
    'evil@example.com',
  ])('the name or subject %j adds no header, recipient or body', async (trick) => {
    expect(await mailer.send({ ...hello, name: trick, subject: trick })).toEqual({ status: 'sent' })
    const [delivered] = stub!.mails
    expect(delivered?.recipients).toEqual(['lea@example.com'])
    expect(Object.keys(delivered!.headers).toSorted()).toEqual(
      ['auto-submitted', 'content-type', 'date', 'from', 'message-id', 'mime-version', 'subject', 'to'].toSorted(),
    )
    expect(delivered?.headers.to).toMatch(/<lea@example\.com>$/)
    expect(delivered?.text).toBe(hello.text)
    expect(delivered?.html).toBe(hello.html)
  })

  test('lines that begin with a dot and mails sent at once arrive whole', async () => {
    const text = '.\n..\n.end\n'
    const sent = await Promise.all([1, 2, 3, 4, 5].map((i) => mailer.send({ ...hello, subject: `${i}`, text })))
    expect(sent).toEqual(Array(5).fill({ status: 'sent' }))
    expect(stub!.mails.map((mail) => mail.headers.subject).toSorted()).toEqual(['1', '2', '3', '4', '5'])
    expect(new Set(stub!.mails.map((mail) => mail.text))).toEqual(new Set([text]))
  })
})

describe('with a mail server in trouble a mail has failed, in bounded time', () => {
  async function sendTo(url: string) {
    mailer = createMailer({ smtpUrl: url, mailFrom, timeout: 400 })
    const start = performance.now()
    const result = await mailer.send(hello)
    expect(performance.now() - start).toBeLessThan(10_000)
    expect(result).toEqual({ status: 'failed', detail: expect.stringMatching(/^[^\n]{1,200}$/) })
    return result.detail
  }

  async function listenRaw(talk: Parameters<typeof createServer>[1]): Promise<string> {
    socketServer = createServer(talk)
    await new Promise<void>((resolve) => socketServer!.listen(0, '127.0.0.1', resolve))
    return `smtp://127.0.0.1:${(socketServer!.address() as { port: number }).port}`
  }

  test('that is down', async () => {
    stub = await startSmtpStub()
    const { url } = stub
    await stub.stop()
    stub = undefined
    expect(await sendTo(url)).toContain('ECONNREFUSED')
  })

  test('that never greets', async () => {
    expect(await sendTo(await listenRaw((socket) => socket.on('error', () => {})))).toMatch(
      /^(Greeting never received|Timeout)$/,
    )
  })

  test('that speaks another language', async () => {
    const url = await listenRaw((socket) => {
      socket.on('error', () => {})
      socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')
    })
    await sendTo(url)
  })

  test('that goes on greeting without an end', async () => {
    const url = await listenRaw((socket) => {
      socket.on('error', () => {})
      socket.write('220 hello\r\n')
      socket.once('data', () => {
        const timer = setInterval(() => socket.write('250-still here\r\n'), 50)
        socket.on('close', () => clearInterval(timer))
      })
    })
    await sendTo(url)
  })

  test('that turns everyone away, or the sender, or the mail', async () => {
    const busy = Object.assign(new Error('4.3.2 Shutting down'), { responseCode: 421 })
    const banned = Object.assign(new Error('5.7.1 You are banned'), { responseCode: 550 })
    for (const [options, words] of [
      [{ onConnect: (_: unknown, done: (error: Error) => void) => done(busy) }, 'Shutting down'],
      [{ onMailFrom: (_: unknown, __: unknown, done: (error: Error) => void) => done(banned) }, 'banned'],
    ] as const) {
      stub = await startSmtpStub(options)
      expect(await sendTo(stub.url)).toContain(words)
      await stub.stop()
    }
    stub = await startSmtpStub({
      onData: (stream, _session, done) => {
        stream.resume()
        stream.on('end', () => done(banned))
      },
    })
    expect(await sendTo(stub.url)).toContain('banned')
  })

  test('that drops the line after the mail', async () => {
    stub = await startSmtpStub({
      onData: (stream) => {
        stream.resume()
        stream.on('end', () => stub!.stop())
      },
    })
    await sendTo(stub.url)
  })
})

describe('settings', () => {
  test('without SMTP_URL nothing is sent and the mailer says so', async () => {
    mailer = createMailer({ smtpUrl: null, mailFrom: 'muster@localhost' })
    expect(mailer.enabled).toBe(false)
    const result = await mailer.send(hello)
    expect(result).toEqual({ status: 'failed', detail: 'No mail server is set (SMTP_URL).' })
    expect(emailStatusOf[result.status]).toBe(0)
  })

  test.each(['http://mail', 'mail.example.com:25', 'smtp://', 'direct:x'])('SMTP_URL=%s is refused', (smtpUrl) => {
    expect(() => createMailer({ smtpUrl, mailFrom: 'muster@localhost' })).toThrow(/^SMTP_URL must be/)
  })

  test.each(['', 'muster', 'A <b', 'a@b.de, c@d.de', 'M <a@b.de>\r\nBcc: x@y.z', 'M\n <a@b.de>', '<a@b.de> <c@d.de>'])(
    'MUSTER_MAIL_FROM=%j is refused',
    (mailFrom) => {
      expect(() => createMailer({ smtpUrl: 'smtp://localhost', mailFrom })).toThrow(/^MUSTER_MAIL_FROM must be/)
    },
  )
})
