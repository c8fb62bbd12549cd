import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { enqueueMails, type OutgoingMail } from '#adapters/sql/mails.ts'
import { workerIdOf } from '#server/ids.ts'
import { openServer } from '#server/main.ts'
import { aServer, signInOwner, type TestServer } from '#tests/app.ts'
import type { Caller } from '#tests/caller.ts'
import { engine } from '#tests/engines.ts'
import { aTaskAtWork, type TaskScene } from '#tests/scenes.ts'
import { type SmtpStub, startSmtpStub } from '#tests/smtp-stub.ts'

const HOUR = 3_600_000
const refusal = (responseCode: number, text: string) => Object.assign(new Error(text), { responseCode })

let stub: SmtpStub
let server: TestServer
/** The mail server says nothing before this is over. */
let hold: Promise<void> | undefined
/** Answers of the mail server to recipients whose address holds the word. */
const refusals: Record<string, Error> = {
  gone: refusal(550, '5.1.1 No such user here'),
  odd: refusal(553, '5.1.3 Bad recipient address syntax'),
  later: refusal(451, '4.7.1 Try again later'),
}
const options: Parameters<typeof startSmtpStub>[0] = {
  onRcptTo: async ({ address }, _session, done) => {
    await hold
    const word = Object.keys(refusals).find((one) => address.includes(one))
    done(word === undefined ? null : refusals[word])
  },
}

beforeEach(async () => {
  stub = await startSmtpStub(options)
  server = await aServer({ SMTP_URL: stub.url, MUSTER_PUBLIC_URL: 'https://muster.example' })
})
afterEach(async () => {
  hold = undefined
  await server.close()
  await stub.stop()
})

const portOf = ({ url }: SmtpStub) => Number(new URL(url).port)

/** As the timer does every few seconds. */
async function sweep(of: TestServer = server) {
  await of.services.jobs.sweep()
  await of.idle()
}

const enqueue = (mails: readonly OutgoingMail[]) =>
  server.services.store.transaction((tx) => enqueueMails(tx, mails, server.services.now()))

const remindMail = ({ workforce_task_id }: TaskScene, { worker_id }: Caller): OutgoingMail => ({
  task_id: workforce_task_id,
  worker_id,
  kind: 'reminder',
  payload: { open: 1, rejected: 0 },
})

const outbox = () => server.services.store.db.selectFrom('mail').selectAll().execute()
const recipients = () => stub.mails.flatMap((mail) => mail.recipients)

async function emailStatus({ workforce_task_id }: TaskScene, { worker_id }: { worker_id: string }) {
  const { email_status } = await server.services.store.db
    .selectFrom('task_member')
    .select('email_status')
    .where('task_id', '=', workforce_task_id)
    .where('worker_id', '=', worker_id)
    .executeTakeFirstOrThrow()
  return email_status
}

const givePassword = ({ worker_id }: Caller) =>
  server.services.store.db
    .updateTable('account')
    .set({ password_hash: 'set' })
    .where('worker_id', '=', worker_id)
    .execute()

async function setEmail({ worker_id }: Caller, email: string) {
  await server.services.store.db.updateTable('worker').set({ email }).where('worker_id', '=', worker_id).execute()
}

test('the mail about a new task brings a member in: he sets a password, logs in and finds the task', async () => {
  const { owner, projectId } = server
  const { dataset_id } = await aTaskAtWork(server, { samples: 5 })
  const { workforce_id } = await owner.call('CreateWorkforce', {}, { workforce_name: 'team-a' })
  for (const [emails, role] of [
    ['lea@example.com', 0],
    ['rob@example.com', 1],
  ] as const) {
    await owner.call('CreateWorker', { workforce_id }, { emails, role })
  }
  const worker = async () =>
    owner.call('DescWorker', { workforce_id, worker_id: workerIdOf(projectId, 'lea@example.com') })
  expect((await worker()).status).toBe(0)
  expect(stub.mails).toEqual([])

  const body = { task_name: 'sort-mails', workforces_config: { workforces: [{ workforce_id }] } }
  const { task_id } = await owner.call('CreateWorkforceTask', { dataset_id }, body)
  await server.idle()
  await sweep()
  expect(recipients().toSorted()).toEqual(['lea@example.com', 'rob@example.com'])
  const mail = stub.mails.find(({ recipients }) => recipients.includes('lea@example.com'))!
  expect(mail.headers.subject).toBe('Labelling task: sort-mails')
  expect(mail.text).toContain('It holds 5 entries.')
  expect(mail.text).toContain(`https://muster.example/#/datasets/${dataset_id}/workforce-tasks/${task_id}`)
  expect((await worker()).status).toBe(1)
  expect(await outbox()).toEqual([])

  const [link] = /https:\/\/muster\.example\/invitation\/\S+/.exec(mail.text) ?? []
  expect(mail.html).toContain(link)
  const page = await server.app.inject({ method: 'GET', url: new URL(link!).pathname })
  expect(page.statusCode).toBe(200)
  const password = 'violet kestrel 7'
  const accepted = await server.app.inject({
    method: 'POST',
    url: `/muster/v1/invitations/${link!.split('/').at(-1)}`,
    payload: { password },
  })
  expect(accepted.json()).toMatchObject({ user_name: 'lea@example.com' })
  const login = await server.app.inject({
    method: 'POST',
    url: '/v3/auth/tokens',
    payload: {
      auth: {
        identity: {
          methods: ['password'],
          password: { user: { name: 'lea@example.com', password, domain: { name: 'Default' } } },
        },
      },
    },
  })
  const tasks = await server.app.inject({
    method: 'GET',
    url: `/v2/${projectId}/workforces/worker-tasks`,
    headers: { 'x-auth-token': String(login.headers['x-subject-token']) },
  })
  expect(tasks.json()).toMatchObject({ count: 1, worker_tasks: [{ task_id, email_status: 3 }] })
  expect((await worker()).status).toBe(2)

  // Later mails carry only the link to the task.
  await owner.call('SendEmails', { dataset_id, workforce_task_id: task_id }, { emails: ['lea@example.com'] })
  await server.idle()
  expect(stub.mails).toHaveLength(3)
  expect(stub.mails[2]!.text).not.toContain('/invitation/')
  expect((await worker()).status).toBe(2)
})

test('the manager to whom a task is handed is asked to assign it, and invited', async () => {
  const { owner } = server
  const { dataset_id } = await aTaskAtWork(server, { samples: 1 })
  const { workforce_id } = await owner.call('CreateWorkforce', {}, { workforce_name: 'team-b' })
  await owner.call('CreateWorker', { workforce_id }, { emails: 'boss@example.com', role: 2 })
  const { task_id } = await owner.call(
    'CreateWorkforceTask',
    { dataset_id },
    { task_name: 'to-assign', workforces_config: { agency: 'boss@example.com' } },
  )
  await sweep()
  expect(stub.mails).toMatchObject([
    { recipients: ['boss@example.com'], headers: { subject: 'Task to assign: to-assign' } },
  ])
  expect(stub.mails[0]!.text).toMatch(/invitation\/.*workforce-tasks/s)
  const worker_id = workerIdOf(server.projectId, 'boss@example.com')
  expect((await owner.call('DescWorker', { workforce_id, worker_id })).status).toBe(1)
  const task = await owner.call('DescWorkforceTask', { dataset_id, workforce_task_id: task_id })
  expect(task.status).toBe(6)
})

describe('rejected entries', () => {
  test('are told in one mail, minutes after the first', async () => {
    const scene = await aTaskAtWork(server, { samples: 4, reviewers: 1 })
    const { labeler, reviewer, sample_ids } = scene
    await scene.label(labeler, sample_ids, [{ name: 'ham' }])
    const reject = (sample_id: string) => scene.review(reviewer, [{ sample_id, accept: false, comment: 'no' }])
    await reject(sample_ids[0]!)
    await reject(sample_ids[1]!)
    await sweep()
    expect(stub.mails).toEqual([])
    server.advance(60_000)
    await reject(sample_ids[2]!)
    server.advance(60_000)
    await sweep()
    const { task_name } = await scene.task()
    expect(recipients()).toEqual([labeler.email])
    expect(stub.mails[0]!.headers.subject).toBe(`Rejected: 3 entries of ${task_name}`)
    await reject(sample_ids[3]!)
    server.advance(120_000)
    await sweep()
    expect(stub.mails[1]!.headers.subject).toBe(`Rejected: 1 entry of ${task_name}`)
  })

  test('that come while the mail is on its way are told in the next one', async () => {
    await stub.stop()
    const scene = await aTaskAtWork(server, { samples: 2, reviewers: 1 })
    const { labeler, reviewer, sample_ids } = scene
    await scene.label(labeler, sample_ids, [{ name: 'ham' }])
    await scene.review(reviewer, [{ sample_id: sample_ids[0]!, accept: false }])
    server.advance(120_000)
    await sweep()
    await scene.review(reviewer, [{ sample_id: sample_ids[1]!, accept: false }])
    expect((await outbox()).map(({ payload, attempts }) => [JSON.parse(payload), attempts])).toEqual([
      [{ rejected: 1 }, 1],
      [{ rejected: 1 }, 0],
    ])
    stub = await startSmtpStub(options, portOf(stub))
    server.advance(120_000)
    await sweep()
    expect(stub.mails).toHaveLength(2)
  })

  test('are not mailed where that is switched off', async () => {
    const quiet = await aServer({ SMTP_URL: stub.url, MUSTER_REJECTION_MAILS: 'off' })
    const scene = await aTaskAtWork(quiet, { reviewers: 1 })
    await scene.label(scene.labeler, scene.sample_ids, [{ name: 'ham' }])
    await scene.review(scene.reviewer, [{ sample_id: scene.sample_ids[0]!, accept: false }])
    quiet.advance(120_000)
    await sweep(quiet)
    expect(stub.mails).toEqual([])
    expect(await quiet.services.store.db.selectFrom('mail').selectAll().execute()).toEqual([])
    await quiet.close()
  })
})

describe('a mail server that is down', () => {
  test('loses no mail: what waited goes out once when it is up again', async () => {
    const scene = await aTaskAtWork(server, { labelers: 3 })
    const { labelers } = scene.team
    await stub.stop()
    await enqueue(labelers.map((labeler) => remindMail(scene, labeler)))
    for (const minutes of [0, 1, 2]) {
      server.advance(minutes * 60_000)
      await sweep()
      expect(await outbox()).toHaveLength(3)
      expect(await emailStatus(scene, labelers[0]!)).toBe(0)
    }
    stub = await startSmtpStub(options, portOf(stub))
    server.advance(HOUR)
    await sweep()
    expect(recipients().toSorted()).toEqual(labelers.map(({ email }) => email).toSorted())
    expect(await outbox()).toEqual([])
    expect(await emailStatus(scene, labelers[0]!)).toBe(3)
    server.advance(HOUR)
    await sweep()
    expect(stub.mails).toHaveLength(3)
  })

  test('is tried again after pauses that grow, and not in between', async () => {
    const scene = await aTaskAtWork(server)
    await stub.stop()
    await enqueue([remindMail(scene, scene.labeler)])
    const pauses: number[] = []
    for (let tries = 0; tries < 12; tries++) {
      await sweep()
      const [mail] = await outbox()
      expect(mail!.attempts).toBe(tries + 1)
      await sweep()
      expect((await outbox())[0]!.attempts).toBe(tries + 1)
      const pause = mail!.due_at - server.services.now()
      pauses.push(Math.round(pause / 10_000) * 10)
      server.advance(pause)
    }
    expect(pauses).toEqual([30, 60, 120, 240, 480, 960, 1920, 3600, 3600, 3600, 3600, 3600])
  })

  test('for a day makes a mail given up, the address as good as unreachable', async () => {
    const scene = await aTaskAtWork(server)
    await stub.stop()
    await enqueue([remindMail(scene, scene.labeler)])
    let passed = 0
    while ((await outbox()).length > 0) {
      await sweep()
      server.advance(HOUR)
      passed += HOUR
    }
    expect(passed).toBeGreaterThan(22 * HOUR)
    expect(passed).toBeLessThan(26 * HOUR)
    expect(await emailStatus(scene, scene.labeler)).toBe(2)
  })

  test('for longer than that while we were down as well still gets one try', async () => {
    const scene = await aTaskAtWork(server)
    await enqueue([remindMail(scene, scene.labeler)])
    server.advance(72 * HOUR)
    await sweep()
    expect(recipients()).toEqual([scene.labeler.email])
  })

  test('does not hold up a call', async () => {
    const scene = await aTaskAtWork(server)
    const { promise: mayAnswer, resolve: answer } = Promise.withResolvers<void>()
    hold = mayAnswer
    expect(await scene.owner.call('SendEmails', scene, { emails: [scene.labeler.email] })).toEqual({ success: true })
    expect([await outbox(), recipients()]).toMatchObject([[{ kind: 'reminder' }], []])
    answer()
    await server.idle()
    expect([await outbox(), recipients()]).toEqual([[], [scene.labeler.email]])
  })
})

test.each([
  ['gone@example.com', 2],
  ['odd@example.com', 1],
  ['no address', 1],
] as const)('the address %s is given up at once, email_status %i', async (email, status) => {
  const scene = await aTaskAtWork(server, { labelers: 2 })
  const [first, second] = scene.team.labelers as [Caller, Caller]
  await setEmail(first, email)
  await enqueue([remindMail(scene, first), remindMail(scene, second)])
  await sweep()
  expect(await emailStatus(scene, first)).toBe(status)
  expect(await emailStatus(scene, second)).toBe(3)
  expect(await outbox()).toEqual([])
  const { status: invited } = await server.services.store.db
    .selectFrom('worker')
    .select('status')
    .where('worker_id', '=', first.worker_id)
    .executeTakeFirstOrThrow()
  expect(invited).toBe(0)
})

test('a recipient who is put off gets his mail later, the others at once', async () => {
  const scene = await aTaskAtWork(server, { labelers: 2 })
  const [first, second] = scene.team.labelers as [Caller, Caller]
  await setEmail(first, 'later@example.com')
  await enqueue([remindMail(scene, first), remindMail(scene, second)])
  await sweep()
  expect(recipients()).toEqual([second.email])
  expect(await outbox()).toMatchObject([{ worker_id: first.worker_id, attempts: 1 }])
})

describe('nothing is mailed', () => {
  test('to a member who was deleted, or taken out of the task', async () => {
    const scene = await aTaskAtWork(server, { labelers: 2, samples: 0 })
    const [first, second] = scene.team.labelers as [Caller, Caller]
    await enqueue([remindMail(scene, first), remindMail(scene, second)])
    await scene.setTask({ status: 3 })
    const { workforce_id } = scene.team
    await scene.owner.call('DeleteWorker', { workforce_id, worker_id: first.worker_id })
    expect(await outbox()).toMatchObject([{ worker_id: second.worker_id }])
    // As it may stand in the outbox of a process that read it a moment before.
    await enqueue([remindMail(scene, first)])
    await server.services.store.db
      .updateTable('task_member')
      .set({ removed: 1 })
      .where('worker_id', '=', second.worker_id)
      .execute()
    await sweep()
    expect(stub.mails).toEqual([])
    expect(await outbox()).toEqual([])
  })

  test('about a task or a dataset that is gone', async () => {
    const [one, two] = [await aTaskAtWork(server), await aTaskAtWork(server)]
    await enqueue([remindMail(one, one.labeler), remindMail(two, two.labeler)])
    await one.owner.call('DeleteWorkforceTask', one)
    await two.setTask({ status: 3 })
    await two.owner.call('DeleteDataset', two)
    await sweep()
    expect(stub.mails).toEqual([])
    expect(await outbox()).toEqual([])
  })
})

test('an invitation goes with every mail until the member has a password', async () => {
  const scene = await aTaskAtWork(server)
  await enqueue([remindMail(scene, scene.labeler)])
  await sweep()
  expect(stub.mails[0]!.text).toContain('https://muster.example/invitation/')
  await givePassword(scene.labeler)
  server.services.store.db.deleteFrom('invitation').execute()
  await enqueue([remindMail(scene, scene.labeler)])
  await sweep()
  expect(stub.mails[1]!.text).not.toContain('/invitation/')
})

test('why a mail could not be sent is in the log, on one line', async () => {
  const scene = await aTaskAtWork(server)
  await setEmail(scene.labeler, 'later@example.com')
  await enqueue([remindMail(scene, scene.labeler)])
  const log = vi.spyOn(console, 'error').mockImplementation(() => {})
  await sweep()
  const lines = log.mock.calls.map(String)
  log.mockRestore()
  expect(lines).toEqual([expect.stringMatching(/^A mail to the member \w+ was not sent: .*Try again later$/)])
  expect(lines[0]).toContain(scene.labeler.worker_id)
})

test('a process that dies after the mail server has taken the mail may send it twice, and never loses it', async () => {
  const scene = await aTaskAtWork(server)
  await enqueue([remindMail(scene, scene.labeler)])
  const { services } = server
  const { send } = services.mailer
  services.mailer.send = async (message) => {
    await send.call(services.mailer, message)
    throw new Error('killed')
  }
  const { error } = console
  console.error = () => {}
  await sweep()
  console.error = error
  services.mailer.send = send
  expect(await outbox()).toHaveLength(1)
  server.advance(HOUR)
  await sweep()
  expect(recipients()).toEqual([scene.labeler.email, scene.labeler.email])
  expect(await outbox()).toEqual([])
})

test.runIf(engine === 'postgres')('two processes on one database send each mail once', async () => {
  const scene = await aTaskAtWork(server, { labelers: 20 })
  const other = await openServer({ ...server.services.config })
  await enqueue(scene.team.labelers.map((labeler) => remindMail(scene, labeler)))
  await other.services.jobs.begin()
  for (let round = 0; round < 10; round++) {
    await Promise.all([server.services.jobs.sweep(), other.services.jobs.sweep()])
  }
  await Promise.all([server.idle(), other.services.jobs.idle()])
  await sweep()
  await other.stop()
  expect(recipients().toSorted()).toEqual(scene.team.labelers.map(({ email }) => email).toSorted())
})

test('the owner reads the outcome in the task', async () => {
  const scene = await aTaskAtWork(server)
  await enqueue([remindMail(scene, scene.labeler)])
  await sweep()
  const owner = await signInOwner(server, server.projectId)
  const task = await owner.call('DescWorkforceTask', scene)
  expect(JSON.stringify(task)).toContain('"email_status":3')
})
