import type { AddressInfo } from 'node:net'
import type { Browser } from 'playwright-core'
import { inject } from 'vitest'
import { hashPassword } from '#server/identity/password.ts'
import { aServer, type TestServer } from '#tests/app.ts'
import { launchBrowser, openWindow, type Person, signIn, type WindowOptions } from './browser.ts'

/** Nothing that people wait for takes longer than this, in milliseconds, on the busiest machine. */
export const PATIENCE = 15_000

export type { Person }

export const OWNER = { user_name: 'admin', password: 'correct horse battery' }

/** False where no browser is found outside of CI: then these tests are skipped. */
export const hasBrowser = inject('chromium') !== undefined

/** A server that listens, and a browser in front of it. */
export type World = {
  server: TestServer
  url: string
  browser: Browser
  /** Opens a window of its own cookies; signed in when credentials are given. */
  person(credentials?: { user_name: string; password: string }, options?: WindowOptions): Promise<Person>
  close(): Promise<void>
}

export async function aWorld(settings: Record<string, string> = {}): Promise<World> {
  const server = await aServer({
    MUSTER_PORT: '0',
    MUSTER_CONSOLE: 'on',
    MUSTER_ADMIN_USER: OWNER.user_name,
    MUSTER_ADMIN_PASSWORD: OWNER.password,
    ...settings,
  })
  await server.app.listen({ host: '127.0.0.1', port: 0 })
  const url = `http://127.0.0.1:${(server.app.server.address() as AddressInfo).port}`
  server.services.config.publicUrl = url
  const browser = await launchBrowser(inject('chromium')!)
  return {
    server,
    url,
    browser,
    async person(credentials, options) {
      const person = await openWindow(browser, url, options)
      person.context.setDefaultTimeout(PATIENCE)
      if (credentials) await signIn(person.page, credentials)
      return person
    },
    async close() {
      await browser.close()
      await server.close()
    },
  }
}

/** Lets all members that there are sign in with a password, as if they had followed their links. */
export async function setPasswords({ services }: TestServer, password: string): Promise<void> {
  const password_hash = await hashPassword(password)
  await services.store.db.updateTable('account').set({ password_hash }).where('worker_id', 'is not', null).execute()
}
