import type { Page } from 'playwright-core'

/** Where nothing may be asked for. */
export const AWAY = 'https://elsewhere.invalid'
/** A script that shows that it runs. */
export const RUN = 'ranHere=1'

/** Tells of scripts that ran, of what the policy refused, and of requests that left for elsewhere. */
export async function watch(page: Page, url: string, complaints: string[]): Promise<void> {
  await page.exposeFunction('tell', (text: string) => complaints.push(text))
  await page.addInitScript(() => {
    const tell = (globalThis as unknown as { tell: (text: string) => void }).tell
    Object.defineProperty(globalThis, 'ranHere', { set: () => tell('a script ran') })
    addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
      tell(`the policy refused ${violatedDirective}: ${blockedURI}`),
    )
  })
  page.on('request', (request) => {
    if (!/^(data|blob):/.test(request.url()) && !request.url().startsWith(url))
      complaints.push(`asked ${request.url()}`)
  })
}
