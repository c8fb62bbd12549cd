import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hostOf, type Outbound, openAddress, WebFault } from './open-address.ts'

let server: Server
let seen: string[] = []
const host = () => `127.0.0.1:${(server.address() as AddressInfo).port}`
const outbound = (more: Partial<Outbound> = {}): Outbound => ({ hosts: [host()], largest: 1000, ...more })
const read = async (address: string, more?: Partial<Outbound>) =>
  (await buffer(await openAddress(address, outbound(more)))).toString()

beforeAll(async () => {
  server = createServer(({ url, headers, socket }, response) => {
    seen.push(`${headers.host}${url}`)
    switch (url) {
      case '/moved':
        response.writeHead(302, { location: '/a.jpg' }).end()
        break
      case '/large':
        response.end(Buffer.alloc(1001))
        break
      case '/endless':
        response.write(Buffer.alloc(600))
        response.end(Buffer.alloc(600))
        break
      case '/packed':
        response.writeHead(200, { 'content-encoding': 'gzip' }).end('x')
        break
      case '/broken':
        response.writeHead(200, { 'content-length': '100' })
        response.write('x', () => response.destroy())
        break
      case '/stuck':
        response.write('x')
        break
      case '/reset':
        response.write('x', () => socket.resetAndDestroy())
        break
      case '/mute':
        break
      case '/secret':
        response.writeHead(500).end('the secret of the house')
        break
      default:
        response.end(`picture ${url}`)
    }
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
})
afterAll(async () => {
  server.closeAllConnections()
  server.close()
})

test('a file at an allowed host is read', async () => {
  expect(await read(`http://${host()}/a.jpg`)).toBe('picture /a.jpg')
})

describe('is told, and nothing of what the other side says:', () => {
  test.each([
    ['/moved', 'is answered with status 302'],
    ['/secret', 'is answered with status 500'],
    ['/large', 'holds more than'],
    ['/endless', 'holds more than'],
    ['/packed', 'comes packed, which was not asked for'],
    ['/broken', ''],
    ['/stuck', ''],
    ['/reset', ''],
    ['/mute', 'said nothing for 0 seconds'],
  ])('%s', async (path, reason) => {
    const error = await read(`http://${host()}${path}`, { patience: 200 }).catch((one: unknown) => one)
    expect(error).toBeInstanceOf(Error)
    expect((error as Error).message).toContain(reason)
    expect((error as Error).message).not.toContain('secret of')
  })

  test('a port where nobody listens', async () => {
    const error = await read('http://127.0.0.1:1/a.jpg', { hosts: ['127.0.0.1:1'] }).catch((one: unknown) => one)
    expect(error).toEqual(new WebFault('cannot be reached (ECONNREFUSED)'))
  })
})

describe('nobody else is asked:', () => {
  /** The server of this test is at none of them by its spelling. */
  const port = () => (server.address() as AddressInfo).port
  test.each([
    'http://127.0.0.1/a.jpg',
    'http://localhost:{port}/',
    'http://127.0.0.2:{port}/',
    'http://[::1]:{port}/',
    'http://[::ffff:127.0.0.1]:{port}/',
    'http://0.0.0.0:{port}/',
    'http://user@127.0.0.1:{port}/',
    'http://user:password@127.0.0.1:{port}/',
    'http://127.0.0.1:{port}@example.com/',
    'http://example.com#@127.0.0.1:{port}/',
    'http://169.254.169.254/latest/meta-data/',
    'http://metadata.google.internal/',
    'ftp://127.0.0.1:{port}/',
    'gopher://127.0.0.1:{port}/',
    'file:///etc/passwd',
    'data:text/plain,x',
    'http:127.0.0.1:{port}',
    '//127.0.0.1:{port}/',
    'https:\\\\127.0.0.1:{port}/',
    'http://',
    '',
  ])('%s', async (address) => {
    seen = []
    await expect(read(address.replace('{port}', String(port())))).rejects.toThrow(WebFault)
    expect(seen).toEqual([])
  })

  test('other spellings of the allowed address are the address', async () => {
    for (const spelling of ['2130706433', '0x7f000001', '0177.0.0.1', '127.1']) {
      expect(hostOf(`http://${spelling}:${port()}/`)).toBe(host())
    }
    expect(hostOf(`HTTP://EXAMPLE.com:80/a`)).toBe('example.com')
    expect(hostOf('https://example.com:8443/a')).toBe('example.com:8443')
  })
})

describe('a name', () => {
  const named = () => `files.example.com:${(server.address() as AddressInfo).port}`
  const at =
    (...addresses: string[]) =>
    async () =>
      addresses.map((address) => ({ address, family: 4 }))

  test('must have public addresses alone', async () => {
    seen = []
    for (const addresses of [['127.0.0.1'], ['10.0.0.1'], ['93.184.216.34', '127.0.0.1'], []]) {
      const asked = read(`http://${named()}/a.jpg`, { hosts: [named()], resolve: at(...addresses) })
      await expect(asked).rejects.toThrow(WebFault)
    }
    expect(seen).toEqual([])
  })

  test('is resolved once: what it is a moment later counts no more', async () => {
    let count = 0
    const resolve = async () => [{ address: count++ === 0 ? '192.0.2.1' : '127.0.0.1', family: 4 }]
    await expect(read(`http://${named()}/a.jpg`, { hosts: [named()], resolve })).rejects.toThrow('not public')
    expect(count).toBe(1)
    const missing = async () => Promise.reject(Object.assign(new Error('x'), { code: 'ENOTFOUND' }))
    await expect(read(`http://${named()}/`, { hosts: [named()], resolve: missing })).rejects.toThrow(
      'is at a host that is not found (ENOTFOUND)',
    )
  })
})
