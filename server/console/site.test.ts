import { readFileSync } from 'node:fs'
import { mkdir, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { brotliCompressSync, brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib'
import type { FastifyInstance } from 'fastify'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { buildApp } from '#server/app.ts'
import { aServer, type TestServer } from '#tests/app.ts'
import { freshFolder } from '#tests/folders.ts'
import { ConsoleSite } from './site.ts'

const page = readFileSync(new URL('../../web/index.html', import.meta.url), 'utf8')
const script = `console.log(${'1 + '.repeat(1000)} 1)`
const browser = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8'

let server: TestServer
let room: Awaited<ReturnType<typeof freshFolder>>
let site: ConsoleSite
let app: FastifyInstance
let said: string[]
beforeAll(async () => {
  server = await aServer()
})
afterAll(() => server.close())
beforeEach(async () => {
  room = await freshFolder()
  said = []
  await mkdir(join(room.folder, 'src'))
  await writeFile(join(room.folder, 'src/main.tsx'), 'the source')
  useBuilder('process.exit(0)')
})
afterEach(async () => {
  await site.close()
  await app.close()
  await room.dispose()
})

/** A console whose builder is this program; it is written as the body of a module. */
function useBuilder(program: string): Promise<void> {
  const builder = join(room.folder, 'builder.mjs')
  const dist = join(room.folder, 'dist')
  site = new ConsoleSite({ dist, sources: [join(room.folder, 'src')], builder }, (line) => said.push(line))
  app = buildApp(server.services, { site })
  return writeFile(builder, `import { mkdirSync, writeFileSync } from 'node:fs'\n${program}`)
}

async function writeBuild(): Promise<void> {
  const assets = join(room.folder, 'dist/assets')
  await mkdir(assets, { recursive: true })
  await mkdir(join(room.folder, 'dist/.new-1'), { recursive: true })
  await writeFile(join(room.folder, 'dist/.new-1/half.js'), 'unfinished')
  await writeFile(join(room.folder, 'dist/icon.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>')
  await writeFile(join(assets, 'main-1a.js'), script)
  await writeFile(join(assets, 'main-1a.js.br'), brotliCompressSync(script))
  await writeFile(join(assets, 'main-1a.js.gz'), gzipSync(script))
  await writeFile(join(room.folder, 'dist/index.html'), page)
}

async function open(url: string, headers: Record<string, string> = { accept: browser }) {
  const { statusCode, headers: sent, rawPayload, body } = await app.inject({ url, headers })
  return { status: statusCode, headers: sent, bytes: rawPayload, text: body }
}

describe('a console that is built', () => {
  beforeEach(async () => {
    await writeBuild()
    await site.open()
  })

  test.each(['/', '/datasets', '/tasks/x/samples?state=1', '/sign-in', '/versions', `/invitation/${'x'.repeat(75)}`])(
    'is one page at %s',
    async (url) => {
      const { status, headers, text } = await open(url)
      expect([status, headers['content-type']]).toEqual([200, 'text/html; charset=utf-8'])
      expect(text).toContain('<div id="root">')
      expect(headers).toMatchObject({
        'cache-control': 'no-store',
        'referrer-policy': 'no-referrer',
        'x-content-type-options': 'nosniff',
        'cross-origin-opener-policy': 'same-origin',
      })
      expect(headers).not.toHaveProperty('strict-transport-security')
    },
  )

  test('lets run only what comes from the server, and styles with the nonce of this one answer', async () => {
    const nonces = new Set<string>()
    for (let n = 0; n < 3; n++) {
      const { headers, text } = await open('/')
      const nonce = /<meta name="csp-nonce" content="([\w-]{22})"/.exec(text)![1]!
      nonces.add(nonce)
      const policy = String(headers['content-security-policy']).split('; ')
      expect(policy).toEqual([
        "default-src 'none'",
        "script-src 'self'",
        `style-src 'self' 'nonce-${nonce}'`,
        "img-src 'self' blob: data:",
        "media-src 'self' blob:",
        "connect-src 'self'",
        "font-src 'self'",
        "worker-src 'self' blob:",
        "manifest-src 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
        "form-action 'self'",
      ])
    }
    expect(nonces.size).toBe(3)
  })

  test('may load the bytes of samples, and nothing that runs, from the store that browsers read', async () => {
    const { services } = server
    const s3 = { endpoint: 'http://s3:9000', region: 'r', accessKey: 'a', secretKey: 's' }
    const config = { ...services.config, s3: { ...s3, publicEndpoint: 'https://files.example.com/s3' } }
    const reading = buildApp({ ...services, config }, { site })
    const { headers } = await reading.inject({ url: '/', headers: { accept: browser } })
    const policy = String(headers['content-security-policy']).split('; ')
    expect(policy.filter((rule) => rule.includes('files.example.com'))).toEqual([
      "img-src 'self' blob: data: https://files.example.com",
      "media-src 'self' blob: https://files.example.com",
      "connect-src 'self' https://files.example.com",
    ])
    await reading.close()
  })

  test('behind TLS is asked for with TLS alone from then on', async () => {
    const { services } = server
    const config = { ...services.config, publicUrl: 'https://muster.example.com' }
    const secure = buildApp({ ...services, config }, { site })
    const { headers } = await secure.inject({ url: '/', headers: { accept: browser } })
    expect(headers['strict-transport-security']).toBe('max-age=31536000')
    await secure.close()
  })

  test('keeps its files for a year, compressed as the browser likes', async () => {
    const plain = await open('/assets/main-1a.js', { accept: '*/*' })
    expect(plain).toMatchObject({ status: 200, text: script })
    expect(plain.headers).toMatchObject({
      'content-type': 'text/javascript; charset=utf-8',
      'cache-control': 'public, max-age=31536000, immutable',
      'x-content-type-options': 'nosniff',
      vary: 'accept-encoding',
    })
    expect(plain.headers).not.toHaveProperty('content-encoding')
    const forms = { br: brotliDecompressSync, gzip: gunzipSync } as const
    for (const [accepted, form] of [
      ['gzip, deflate, br, zstd', 'br'],
      ['gzip, br;q=0', 'gzip'],
      ['*', 'br'],
    ] as const) {
      const { headers, bytes } = await open('/assets/main-1a.js', { 'accept-encoding': accepted })
      expect(headers['content-encoding']).toBe(form)
      expect(forms[form](bytes).toString()).toBe(script)
      expect(bytes.length).toBeLessThan(script.length / 10)
    }
  })

  test('has other files that are asked for again', async () => {
    const { status, headers } = await open('/icon.svg', { accept: 'image/*' })
    expect([status, headers['content-type']]).toEqual([200, 'image/svg+xml'])
    expect(headers['cache-control']).toBe('public, max-age=3600')
  })

  test.each([
    '/assets/main-1a.js.map',
    '/assets/main-1a.js.br',
    '/assets/none.js',
    '/assets/',
    '/assets',
    '/assets../src/main.tsx',
    '/assets/../../src/main.tsx',
    '/assets/..%2f..%2fsrc%2fmain.tsx',
    '/..;/src/main.tsx',
    '/%2e%2e/src/main.tsx',
    '/%252e%252e/src/main.tsx',
    '/..%5csrc%5cmain.tsx',
    '/.git/config',
    '/.env',
    '/.new-1/half.js',
    '/index.html',
    '/src/main.tsx',
  ])('has nothing at %s', async (url) => {
    const { status, text } = await open(url)
    expect(text).not.toMatch(/the source|unfinished|id="root"/)
    expect([404, 400]).toContain(status)
  })

  test.each(['/v2/x', '/v3/nothing', '/muster/v1/nothing', '/muster', '/metrics/x', '/healthz/x'])(
    'leaves %s to the API',
    async (url) => {
      const { status, headers } = await open(url)
      expect([status, headers['content-type']]).toEqual([404, 'application/json; charset=utf-8'])
    },
  )

  test('is for people: programs hear that there is no such API', async () => {
    for (const accept of ['application/json', '*/*', 'text/html;q=0.1, application/json']) {
      expect((await open('/datasets', { accept })).status).toBe(404)
    }
    expect((await open('/', { accept: 'application/json' })).status).toBe(300)
    const posted = await app.inject({ method: 'POST', url: '/datasets', headers: { accept: browser } })
    expect(posted.statusCode).toBe(404)
    const head = await app.inject({ method: 'HEAD', url: '/datasets', headers: { accept: browser } })
    expect([head.statusCode, head.body]).toEqual([200, ''])
  })

  test('is not built again by the next start, before a source changes', async () => {
    const next = async () => {
      await useBuilder('')
      await site.open()
      return site.state.is
    }
    expect(await next()).toBe('built')
    const soon = Date.now() / 1000 + 60
    await writeFile(join(room.folder, 'src/main.test.ts'), 'tests are no part of it')
    await utimes(join(room.folder, 'src/main.test.ts'), soon, soon)
    expect(await next()).toBe('built')
    await site.build()
    expect(said).toEqual([])
    await utimes(join(room.folder, 'src/main.tsx'), soon, soon)
    expect(await next()).toBe('building')
  })
})

describe('a console that is not built yet', () => {
  test('is built beside the server; a page waits for it', async () => {
    const files = `mkdirSync('${room.folder}/dist/assets', { recursive: true })
writeFileSync('${room.folder}/dist/index.html', ${JSON.stringify(page)})`
    await useBuilder(`setTimeout(() => { ${files} }, 300)`)
    const building = site.build()
    for (const url of ['/', '/datasets']) {
      const { status, headers, text } = await open(url)
      expect([status, headers['retry-after']]).toEqual([503, '2'])
      expect(text).toContain('<meta http-equiv="refresh" content="2">')
      expect(text).toContain('The console is being built.')
    }
    expect((await open('/v3', { accept: 'application/json' })).status).toBe(200)
    await building
    expect((await open('/')).text).toContain('<div id="root">')
    expect(said).toEqual([
      'The console is being built; the API answers already.',
      expect.stringMatching(/^The console is built, in \d+\.\d s\.$/),
    ])
  })

  test('leaves the page of an invitation to the server', async () => {
    const { text } = await open('/invitation/unknown')
    expect(text).toContain('Ask the person who invited you')
  })

  test('and cannot be says why in one line', async () => {
    await useBuilder(`console.error('in main.tsx:3\\nthere is no <such> module'); process.exit(1)`)
    await site.open()
    await site.build()
    expect(site.state.is).toBe('failed')
    expect(said.slice(1)).toEqual(['The console could not be built: there is no <such> module'])
    const { status, text } = await open('/')
    expect(status).toBe(503)
    expect(text).toContain('there is no &lt;such&gt; module')
    expect(text).not.toContain('refresh')
  })

  test('although the builder was content, is said too', async () => {
    await site.open()
    await site.build()
    expect(site.state.is).toBe('failed')
    expect(said.at(-1)).toMatch(/^The console could not be built: Error: ENOENT/)
  })

  test('is given up when the server stops', async () => {
    await useBuilder('setInterval(() => {}, 1000)')
    const building = site.build()
    await site.close()
    await building
    expect(site.state.is).toBe('building')
    expect(said).toHaveLength(1)
  })
})
