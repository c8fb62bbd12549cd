import { once } from 'node:events'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { errors } from '#contract/errors.ts'
import { aServer, type TestServer } from '#tests/app.ts'
import { changesBetween, type Rows, readAllRows } from './table-rows.ts'

let server: TestServer
let port: number
let before: Rows
beforeAll(async () => {
  server = await aServer()
  await server.app.listen({ host: '127.0.0.1', port: 0 })
  port = (server.app.server.address() as AddressInfo).port
  before = await readAllRows(server.services.store)
})
afterAll(async () => {
  expect(changesBetween(before, await readAllRows(server.services.store))).toEqual([])
  await server.close()
})

type Answer = {
  status: number
  headers: string
  text: string
  json: { error_code?: string; error_msg?: string } | null
}

/** Sends bytes as they are, and reads until the server closes the connection or the answer is there. */
async function talk(send: (socket: Socket, closed: Promise<unknown>) => Promise<void> | void): Promise<Answer[]> {
  const socket = connect(port, '127.0.0.1')
  const chunks: Buffer[] = []
  const closed = new Promise((resolve) => socket.on('close', resolve))
  socket.on('data', (chunk) => chunks.push(chunk)).on('error', () => {})
  await once(socket, 'connect')
  await send(socket, closed)
  await closed
  return answersIn(Buffer.concat(chunks).toString())
}

function answersIn(text: string): Answer[] {
  return text
    .split(/(?=HTTP\/1\.1 \d{3} )/)
    .filter(Boolean)
    .map((answer) => {
      const [headers = '', body = ''] = answer.split('\r\n\r\n')
      const json = body.startsWith('{') ? JSON.parse(body) : null
      return { status: Number(headers.slice(9, 12)), headers, text: body, json }
    })
}

const lines = (...all: string[]) => `${all.join('\r\n')}\r\n\r\n`
const head = (first: string, ...more: string[]) =>
  lines(first, 'Host: x', `X-Auth-Token: ${server.owner.token}`, 'Connection: close', ...more)
const teams = () => `/v2/${server.projectId}/workforces`

test.each([
  ['no HTTP at all', () => 'hello\r\n\r\n'],
  ['TLS', () => Buffer.from([0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00, 0x01, 0xfc, 0x03, 0x03])],
  ['an unknown version', () => lines('GET / HTTP/9.9', 'Host: x')],
  ['no host', () => lines(`GET ${teams()} HTTP/1.1`, 'Connection: close')],
  ['an invented method', () => head(`BREW ${teams()} HTTP/1.1`)],
  ['a header without a colon', () => head(`GET ${teams()} HTTP/1.1`, 'nonsense')],
  ['a header with a NUL', () => head(`GET ${teams()} HTTP/1.1`, 'X-A: a\0b')],
  ['two lengths', () => `${head(`POST ${teams()} HTTP/1.1`, 'Content-Length: 2', 'Content-Length: 3')}{}`],
  [
    'a length and chunks',
    () => `${head(`POST ${teams()} HTTP/1.1`, 'Content-Length: 2', 'Transfer-Encoding: chunked')}{}`,
  ],
  ['a negative length', () => `${head(`POST ${teams()} HTTP/1.1`, 'Content-Length: -2')}{}`],
  [
    'broken chunks',
    () => `${head(`POST ${teams()} HTTP/1.1`, 'Content-Type: application/json', 'Transfer-Encoding: chunked')}zz\r\n{}`,
  ],
  ['headers of 100 KB', () => head(`GET ${teams()} HTTP/1.1`, `X-A: ${'x'.repeat(100_000)}`)],
  ['an address of 100 KB', () => head(`GET ${teams()}?search_content=${'x'.repeat(100_000)} HTTP/1.1`)],
  ['a header given twice that must be one', () => head(`GET ${teams()} HTTP/1.1`, 'X-Auth-Token: another')],
])('%s has a clear answer', async (_, bytes) => {
  const answers = await talk((socket) => void socket.write(bytes()))
  expect(answers).toHaveLength(1)
  const [{ status, json }] = answers as [Answer]
  expect([status, json?.error_code]).toBeOneOf([
    [400, errors.requestMalformed.error_code],
    [404, errors.noSuchApi.error_code],
    [401, errors.tokenInvalid.error_code],
  ])
  expect(json!.error_msg).toMatch(/\.$/)
})

test('dots in an address reach no other operation', async () => {
  for (const path of [
    `/v2/${server.projectId}/x/../workforces`,
    `/v2/${server.projectId}/%2e%2e/workforces`,
    '/../../etc',
  ]) {
    const [answer] = await talk((socket) => void socket.write(head(`GET ${path} HTTP/1.1`)))
    expect([path, answer!.status]).toEqual([path, 404])
  }
})

test('methods that no operation has are refused, also those that HTTP reserves', async () => {
  for (const method of ['TRACE', 'PATCH', 'PROPFIND', 'LOCK', 'SEARCH', 'OPTIONS']) {
    const [answer] = await talk((socket) => void socket.write(head(`${method} ${teams()} HTTP/1.1`)))
    expect([method, answer!.status, answer!.json?.error_code]).toEqual([
      method,
      405,
      errors.methodNotAllowed.error_code,
    ])
    expect(answer!.headers).toMatch(/\r\nallow: GET, POST/i)
  }
  const answers = await talk((socket) => void socket.write(head('CONNECT example.com:443 HTTP/1.1')))
  expect(answers.every(({ status }) => status >= 400)).toBe(true)
})

test('a body that is longer than it may be is refused before it is there', async () => {
  const [announced] = await talk((socket) => {
    socket.write(head(`POST ${teams()} HTTP/1.1`, 'Content-Type: application/json', 'Content-Length: 99999999999'))
  })
  expect([announced!.status, announced!.json?.error_code]).toEqual([413, errors.bodyTooLarge.error_code])

  const [chunked] = await talk(async (socket, closed) => {
    socket.write(head(`POST ${teams()} HTTP/1.1`, 'Content-Type: application/json', 'Transfer-Encoding: chunked'))
    const chunk = `100000\r\n${'x'.repeat(2 ** 20)}\r\n`
    for (let sent = 0; sent < 14 && !socket.destroyed; sent++) {
      if (!socket.write(chunk)) await Promise.race([new Promise((resolve) => socket.once('drain', resolve)), closed])
    }
    if (!socket.destroyed) socket.write('0\r\n\r\n')
  })
  expect([chunked!.status, chunked!.json?.error_code]).toEqual([413, errors.bodyTooLarge.error_code])
})

test('a call whose body breaks off does nothing', async () => {
  const body = JSON.stringify({ workforce_name: 'half-sent' })
  for (const sent of [body.slice(0, 5), body.slice(0, -1)]) {
    const answers = await talk((socket) => {
      socket.write(
        head(`POST ${teams()} HTTP/1.1`, 'Content-Type: application/json', `Content-Length: ${body.length}`) + sent,
      )
      setTimeout(() => socket.destroy(), 50)
    })
    expect(answers).toEqual([])
  }
  const half = await talk((socket) => {
    socket.end(
      head(`POST ${teams()} HTTP/1.1`, 'Content-Type: application/json', `Content-Length: ${body.length}`) +
        body.slice(0, 5),
    )
  })
  expect(half.every(({ status }) => status >= 400)).toBe(true)
})

test('who sends his headers or his body too slowly is told so and let go', async () => {
  const { server: http } = server.app
  const usual = { headers: http.headersTimeout, request: http.requestTimeout }
  expect(usual).toEqual({ headers: 10_000, request: 60_000 })
  // The limits themselves are the server's; only the test does not wait that long.
  http.headersTimeout = 300
  http.requestTimeout = 600
  try {
    const slow = [
      `GET ${teams()} HTTP/1.1\r\nHost: x\r\n`,
      head(`POST ${teams()} HTTP/1.1`, 'Content-Type: application/json', 'Content-Length: 100'),
      `${head(`POST ${teams()} HTTP/1.1`, 'Content-Type: application/json', 'Content-Length: 100')}{"a`,
    ]
    const all = await Promise.all(slow.map((bytes) => talk((socket) => void socket.write(bytes))))
    for (const answers of all) {
      expect(answers).toHaveLength(1)
      expect([answers[0]!.status, answers[0]!.json?.error_code]).toEqual([408, errors.requestTimedOut.error_code])
    }
  } finally {
    http.headersTimeout = usual.headers
    http.requestTimeout = usual.request
  }
})

test('many calls on one connection are answered in their order', async () => {
  const get = (path: string) => `GET ${path} HTTP/1.1\r\nHost: x\r\nX-Auth-Token: ${server.owner.token}\r\n\r\n`
  const answers = await talk((socket) => {
    socket.write(get(teams()) + get('/nowhere') + get('/healthz') + head(`GET ${teams()}?limit=x HTTP/1.1`))
  })
  expect(answers.map(({ status }) => status)).toEqual([200, 404, 200, 400])
})
