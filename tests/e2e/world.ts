import type { AddressInfo } from 'node:net'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import { inject } from 'vitest'
import { aServer, type TestServer } from '#tests/app.ts'

/** Without the flags for the network Chromium asks for hosts of its maker at every start. */
const ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

export const OWNER = { user_name: 'admin', password: 'correct horse battery' }

/** False where no browser is found outside of CI: then these tests are skipped. */
export const hasBrowser = inject('chromium') !== undefined

/** Somebody in a browser of his own. */
export type Person = {
  page: Page
  context: BrowserContext
  /** What the console of the browser complained about, and what the policy of the page refused. */
  complaints: string[]
}

/** A server that listens, and a browser in front of it. */
export type World = {
  server: TestServer
  url: string
  browser: Browser
  /** Opens a window of its own cookies; signed in when credentials are given. */
  person(credentials?: { user_name: string; password: string }, options?: WindowOptions): Promise<Person>
  close(): Promise<void>
}

type WindowOptions = { width?: number; height?: number; colorScheme?: 'light' | 'dark'; locale?: string }

export async function aWorld(settings: Record<string, string> = {}): Promise<World> {
  const server = await aServer({
    MUSTER_PORT: '0',
    MUSTER_ADMIN_USER: OWNER.user_name,
    MUSTER_ADMIN_PASSWORD: OWNER.password,
    ...settings,
  })
  await server.app.listen({ host: '127.0.0.1', port: 0 })
  const url = `http://127.0.0.1:${(server.app.server.address() as AddressInfo).port}`
  server.services.config.publicUrl = url
  const browser = await chromium.launch({ executablePath: inject('chromium')!, args: ARGS })
  return {
    server,
    url,
    browser,
    async person(credentials, { width = 1280, height = 800, colorScheme = 'light', locale = 'en-US' } = {}) {
      const context = await browser.newContext({ baseURL: url, viewport: { width, height }, colorScheme, locale })
      const page = await context.newPage()
      const complaints: string[] = []
      page.on('console', (message) => {
        if (message.type() === 'error') complaints.push(message.text())
      })
      page.on('pageerror', (error) => complaints.push(String(error)))
      if (credentials) await signIn(page, credentials)
      return { page, context, complaints }
    },
    async close() {
      await browser.close()
      await server.close()
    },
  }
}

export async function signIn(page: Page, { user_name, password }: { user_name: string; password: string }) {
  await page.goto('/sign-in')
  await page.getByLabel('User name or e-mail').fill(user_name)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.waitForURL((address) => !address.pathname.startsWith('/sign-in'))
}
