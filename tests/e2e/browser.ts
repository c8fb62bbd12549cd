import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'

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

/** Somebody in a browser of his own. */
export type Person = {
  page: Page
  context: BrowserContext
  /** What the console of the browser complained about, and what the policy of the page refused. */
  complaints: string[]
}

export type WindowOptions = {
  width?: number
  height?: number
  colorScheme?: 'light' | 'dark'
  locale?: string
}

export function launchBrowser(executablePath: string): Promise<Browser> {
  return chromium.launch({ executablePath, args: ARGS })
}

/** A window with cookies of its own, for whoever signs in there. */
export async function openWindow(browser: Browser, baseURL: string, options: WindowOptions = {}): Promise<Person> {
  const { width = 1280, height = 800, colorScheme = 'light', locale = 'en-US' } = options
  const context = await browser.newContext({ baseURL, viewport: { width, height }, colorScheme, locale })
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(String(error)))
  return { page, context, complaints }
}

export async function signIn(page: Page, { user_name, password }: { user_name: string; password: string }) {
  await page.goto('/sign-in')
  await page.getByRole('textbox', { name: 'User name or e-mail' }).fill(user_name)
  await page.getByRole('textbox', { name: 'Password' }).fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.waitForURL((address) => !address.pathname.startsWith('/sign-in'))
}
