import { mkdir, rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { launchBrowser, openWindow, type Person, signIn } from '#tests/e2e/browser.ts'
import { findChromium } from '#tests/e2e/chromium.ts'
import { type Login, makePlaces } from '#tests/e2e/places.ts'
import { firstScreens, openScreen, type Screen, screensOf, settle, type Who } from '#tests/e2e/screens.ts'
import { startDemoServer, until } from './demo/server.ts'
import { findLayoutFaults } from './screenshots/faults.ts'

/**
 * `npm run screenshots`: a picture of every screen in build/screenshots, light and dark, in two sizes. Fails when a browser
 * complains, a page is wider than its window or words on a button are cut. Names as arguments choose screens:
 * `npm run screenshots -- task report`.
 */
const folder = resolve(import.meta.dirname, '../build/screenshots')
const SIZES = [
  { width: 1280, height: 800 },
  { width: 1920, height: 1080 },
]
const SCHEMES = ['light', 'dark'] as const

const wanted = process.argv.slice(2)
const isWanted = ({ name }: Screen) => wanted.length === 0 || wanted.includes(name)

const chromium = await findChromium()
if ('missing' in chromium) throw new Error(chromium.missing)
if (wanted.length === 0) await rm(folder, { recursive: true, force: true })
await mkdir(folder, { recursive: true })

const server = await startDemoServer({ withConsole: true })
const browser = await launchBrowser(chromium.path)
const faults: string[] = []
try {
  await until(
    'the console is built',
    () => fetch(server.baseUrl, { headers: { accept: 'text/html' } }),
    ({ ok }) => ok,
  )
  const people = new Map<Who, Person>()
  const personOf = async (who: Who, login: Login | null) => {
    const known = people.get(who)
    if (known) return known
    const person = await openWindow(browser, server.baseUrl)
    people.set(who, person)
    if (login) await signIn(person.page, login)
    return person
  }
  for (const screen of firstScreens.filter(isWanted)) {
    await takePictures(await personOf(screen.who, screen.who === 'owner' ? server.ownerLogin : null), screen)
  }
  const places = await makePlaces(server.baseUrl, server.owner)
  const logins = { nobody: null, owner: server.ownerLogin, labeler: places.labeler, reviewer: places.reviewer }
  for (const screen of screensOf(places).filter(isWanted)) {
    await takePictures(await personOf(screen.who, logins[screen.who]), screen)
  }
} finally {
  await browser.close()
  await server.stop()
}
for (const fault of faults) console.error(fault)
console.log(`Pictures are in ${folder}; ${faults.length === 0 ? 'nothing is wrong' : `${faults.length} faults`}.`)
if (faults.length > 0) process.exitCode = 1

async function takePictures({ page, complaints }: Person, screen: Screen): Promise<void> {
  const tell = (fault: string) => faults.push(`${screen.name}: ${fault}`)
  complaints.length = 0
  await page.setViewportSize(SIZES[0]!)
  await page.emulateMedia({ colorScheme: 'light' })
  await openScreen(page, screen).catch((error: Error) => tell(error.message.split('\n')[0]!))
  for (const size of SIZES) {
    await page.setViewportSize(size)
    for (const colorScheme of SCHEMES) {
      await page.emulateMedia({ colorScheme })
      await settle(page).catch(() => tell('does not come to rest'))
      await page.screenshot({ path: join(folder, `${screen.name}-${colorScheme}-${size.width}.png`) })
    }
    for (const fault of await findLayoutFaults(page)) tell(`${size.width} px: ${fault}`)
  }
  for (const complaint of complaints) tell(complaint)
}
