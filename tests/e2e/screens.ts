import type { Page } from 'playwright-core'
import type { Places } from './places.ts'

export type Who = 'nobody' | 'owner' | 'labeler' | 'reviewer'

/** One thing that people get to see, and how to get there. */
export type Screen = { name: string; who: Who; path: string; show?: (page: Page) => Promise<unknown> }

type Show = NonNullable<Screen['show']>

const click = (name: string | RegExp) => (page: Page) => page.getByRole('button', { name, exact: true }).first().click()
const choose = (role: 'menuitem' | 'tab' | 'switch' | 'radio', name: string) => (page: Page) =>
  page.getByRole(role, { name, exact: true }).click()
/** The row of a list. */
const row = (name: RegExp) => (page: Page) => page.getByRole('option', { name }).first().click()
const seen = (heading: string) => (page: Page) => page.getByRole('heading', { name: heading }).waitFor()
const fillFolder: Show = (page) => page.getByRole('textbox', { name: 'Folder' }).fill('/signs/from/')
const firstMark: Show = (page) =>
  page
    .getByRole('listbox', { name: /marked text/ })
    .getByRole('option')
    .first()
    .click()
const version = (name: RegExp) => (page: Page) =>
  page.getByRole('radiogroup', { name: 'Which labels are shown' }).getByText(name).click()
const contextMenu: Show = (page) => page.locator('[data-canvas]').dispatchEvent('contextmenu')
const scrollTo = (name: string) => (page: Page) =>
  page.getByRole('heading', { name }).evaluate((heading) => heading.scrollIntoView())
const inTurn =
  (...shows: Show[]) =>
  async (page: Page) => {
    for (const show of shows) {
      await show(page)
      await settle(page)
    }
  }
const press = (key: string) => async (page: Page) => {
  await page.locator('[data-canvas], h1').first().focus()
  await page.keyboard.press(key)
}

/** What a new owner sees while there is nothing yet. */
export const firstScreens: readonly Screen[] = [
  { name: 'sign-in', who: 'nobody', path: '/sign-in' },
  { name: 'welcome', who: 'owner', path: '/datasets' },
]

/** Every other screen, and the larger dialogs. */
export function screensOf(places: Places): readonly Screen[] {
  const { tables, sentences, letters, singles, triplets, compared, brought } = places
  const dataset = ({ dataset_id }: { dataset_id: string }, tab = '') => `/datasets/${dataset_id}${tab}`
  const task = (of: typeof tables) => dataset(of, `/tasks/${of.workforce_task_id}`)
  const work = (of: typeof tables, mode: string) => `/work/${of.dataset_id}/${of.workforce_task_id}/${mode}`
  const label = (of: typeof tables) => dataset(of, `/label/${of.sample_id}`)
  return [
    { name: 'invitation', who: 'nobody', path: places.invitation },
    { name: 'datasets', who: 'owner', path: '/datasets' },
    { name: 'create-dataset', who: 'owner', path: '/datasets/new' },
    { name: 'overview', who: 'owner', path: dataset(singles) },
    {
      name: 'dataset-settings',
      who: 'owner',
      path: dataset(sentences),
      show: inTurn(click('More'), choose('menuitem', 'Name and settings')),
    },
    { name: 'samples', who: 'owner', path: dataset(singles, '/samples') },
    { name: 'samples-selected', who: 'owner', path: dataset(singles, '/samples'), show: click(/^All \d+ found$/) },
    { name: 'add-files', who: 'owner', path: dataset(singles, '/samples'), show: click('Add files') },
    { name: 'samples-texts', who: 'owner', path: dataset(letters, '/samples') },
    { name: 'labels', who: 'owner', path: dataset(tables, '/labels') },
    { name: 'label-dialog', who: 'owner', path: dataset(tables, '/labels'), show: click('New label') },
    { name: 'dataset-tasks', who: 'owner', path: dataset(tables, '/tasks') },
    { name: 'data', who: 'owner', path: dataset(brought, '/data'), show: click(/^Show \d+ problems?$/) },
    { name: 'data-texts', who: 'owner', path: dataset(letters, '/data') },
    { name: 'import', who: 'owner', path: dataset(singles, '/import'), show: click('More choices') },
    {
      name: 'import-check',
      who: 'owner',
      path: dataset(brought, '/import'),
      show: inTurn(fillFolder, click('Check the source'), seen('Problems')),
    },
    { name: 'export', who: 'owner', path: dataset(brought, '/export'), show: choose('radio', 'Only some of them') },
    { name: 'synchronize', who: 'owner', path: dataset(brought, '/data'), show: click('Synchronize') },
    { name: 'versions', who: 'owner', path: dataset(brought, '/versions') },
    { name: 'versions-none', who: 'owner', path: dataset(letters, '/versions') },
    { name: 'publish', who: 'owner', path: dataset(brought, '/versions'), show: click('Publish a version') },
    { name: 'tasks', who: 'owner', path: '/tasks' },
    { name: 'create-task', who: 'owner', path: dataset(singles, '/new-task') },
    { name: 'task', who: 'owner', path: task(letters) },
    { name: 'task-people', who: 'owner', path: task(letters), show: click('Change who takes part') },
    { name: 'start-acceptance', who: 'owner', path: task(sentences), show: click('Start acceptance') },
    { name: 'finish-acceptance', who: 'owner', path: task(letters), show: click('Finish acceptance') },
    {
      name: 'finish-confirm',
      who: 'owner',
      path: task(letters),
      show: inTurn(click('Finish acceptance'), click('Next')),
    },
    { name: 'report', who: 'owner', path: `${task(letters)}/report` },
    { name: 'teams', who: 'owner', path: '/teams' },
    { name: 'team', who: 'owner', path: `/teams/${places.workforce_id}` },
    { name: 'add-members', who: 'owner', path: `/teams/${places.workforce_id}`, show: click('Add members') },
    { name: 'settings', who: 'owner', path: '/settings' },
    { name: 'sessions', who: 'owner', path: '/settings', show: scrollTo('Where you are signed in') },
    { name: 'settings-keys', who: 'owner', path: '/settings', show: scrollTo('Keyboard shortcuts') },
    { name: 'not-found', who: 'owner', path: '/nowhere' },
    { name: 'label-detection', who: 'owner', path: label(tables) },
    { name: 'label-object', who: 'owner', path: label(compared), show: row(/, rectangle,/i) },
    { name: 'object-menu', who: 'owner', path: label(compared), show: inTurn(row(/, rectangle,/i), contextMenu) },
    { name: 'image-colours', who: 'owner', path: label(tables), show: click('Colours, grid and smoothing') },
    { name: 'label-image-class', who: 'owner', path: label(singles) },
    { name: 'label-text-class', who: 'owner', path: label(letters) },
    { name: 'label-entities', who: 'owner', path: label(sentences) },
    { name: 'text-settings', who: 'owner', path: label(sentences), show: click('Reading and selecting') },
    { name: 'find-text', who: 'owner', path: label(sentences), show: press('Control+f') },
    { name: 'label-triplets', who: 'owner', path: label(triplets) },
    { name: 'text-handles', who: 'owner', path: label(triplets), show: firstMark },
    { name: 'judge', who: 'owner', path: work(letters, 'judge') },
    { name: 'judge-many', who: 'owner', path: `${work(letters, 'judge')}/many` },
    { name: 'look', who: 'owner', path: `${work(tables, 'look')}?state=unreviewed` },
    { name: 'palette', who: 'owner', path: label(tables), show: press('Control+k') },
    { name: 'work', who: 'labeler', path: '/work' },
    { name: 'label-task', who: 'labeler', path: work(tables, 'label') },
    { name: 'label-cards', who: 'labeler', path: `${work(letters, 'label')}/cards?state=all` },
    { name: 'cards', who: 'labeler', path: `${work(letters, 'label')}/cards?state=all` },
    { name: 'list-end', who: 'labeler', path: work(letters, 'label') },
    { name: 'key-sheet', who: 'labeler', path: work(tables, 'label'), show: press('?') },
    { name: 'skip', who: 'labeler', path: work(tables, 'label'), show: click('Skip') },
    { name: 'guideline', who: 'labeler', path: work(tables, 'label'), show: press('Shift+G') },
    { name: 'review', who: 'reviewer', path: work(sentences, 'review') },
    { name: 'review-work', who: 'reviewer', path: '/work' },
    {
      name: 'review-many',
      who: 'reviewer',
      path: `${work(tables, 'review')}/many`,
      show: click(/^Select what is in sight/),
    },
    { name: 'review-many-texts', who: 'reviewer', path: `${work(sentences, 'review')}/many` },
    {
      name: 'compare',
      who: 'reviewer',
      path: work(compared, 'review'),
      show: inTurn(version(/^(mira|jonas)$/), choose('switch', 'On top of the labels')),
    },
    { name: 'differences', who: 'reviewer', path: work(compared, 'review'), show: click('Differences') },
    {
      name: 'pins',
      who: 'reviewer',
      path: work(compared, 'review'),
      show: inTurn(choose('tab', 'Comments'), click('Comment on a place')),
    },
  ]
}

/** Opens a screen and waits until it has come to rest. */
export async function openScreen(page: Page, { path, show }: Screen): Promise<void> {
  await page.goto(path)
  await settle(page)
  if (!show) return
  await show(page)
  await settle(page)
}

/** Milliseconds without a change of the page that count as rest, and the longest wait for them. */
const QUIET = 250
const LONGEST = 15_000

/** Waits until nothing is being fetched, drawn or faded in any more. */
export async function settle(page: Page): Promise<void> {
  await page.locator('#root > *').first().waitFor({ state: 'attached', timeout: LONGEST })
  await page.evaluate(
    async ({ quiet, longest }) => {
      const isComing = (image: HTMLImageElement) => {
        const { top, bottom, height } = image.getBoundingClientRect()
        return !image.complete && height > 0 && bottom > 0 && top < innerHeight
      }
      const isBusy = () =>
        document.querySelector('.mantine-Loader-root') !== null ||
        [...document.images].some(isComing) ||
        document.getAnimations().some((one) => one.playState === 'running' && one.effect?.getTiming().iterations === 1)
      const began = performance.now()
      let changed = began
      const observer = new MutationObserver(() => {
        changed = performance.now()
      })
      observer.observe(document, { subtree: true, childList: true, attributes: true, characterData: true })
      while (performance.now() - began < longest) {
        await new Promise((done) => setTimeout(done, quiet / 5))
        if (!isBusy() && performance.now() - changed > quiet) break
      }
      observer.disconnect()
      await document.fonts.ready
    },
    { quiet: QUIET, longest: LONGEST },
  )
}
