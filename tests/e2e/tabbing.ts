import type { Page } from 'playwright-core'

export type Tabbed = {
  /** What can have the focus but never got it. */
  missed: string[]
  /** What looks the same with the focus as without it. */
  unseen: string[]
  /** The focus came round to where it began. */
  cameRound: boolean
}

declare global {
  interface Window {
    tabbing: { at(): Promise<number>; counts: { all: number }; names: string[]; unseen: Set<number> }
  }
}

/** Goes through a page with the Tab key alone, once round. */
export async function tabThrough(page: Page): Promise<Tabbed> {
  await page.evaluate(prepare)
  const all = await page.evaluate(() => window.tabbing.counts.all)
  const seen = new Set<number>()
  let cameRound = false
  // Lists may grow under way, and a browser has stops of its own between the end and the beginning.
  for (let step = 0; step < 2 * all + 20 && !cameRound; step++) {
    await page.keyboard.press('Tab')
    const at = await page.evaluate(() => window.tabbing.at())
    cameRound = seen.has(at) && seen.size > 1 && at === seen.values().next().value
    if (at >= 0) seen.add(at)
  }
  const { names, unseen } = await page.evaluate(() => ({
    names: window.tabbing.names,
    unseen: [...window.tabbing.unseen],
  }))
  return {
    missed: names.filter((_, i) => !seen.has(i)),
    unseen: unseen.map((i) => names[i]!),
    cameRound,
  }
}

/** Runs in the page: remembers what can be reached by Tab and how it looks without the focus. */
function prepare(): void {
  const focusable = 'a[href], button, input, select, textarea, summary, [tabindex]'
  const isReachable = (one: HTMLElement) => {
    if (one.tabIndex < 0 || one.matches(':disabled, [type=hidden]') || one.closest('[inert]')) return false
    // Of a group of radio buttons the chosen one, or the first, is the stop of Tab.
    if (one instanceof HTMLInputElement && one.type === 'radio' && one.name !== '') {
      const group = [...document.querySelectorAll<HTMLInputElement>(`input[type=radio][name="${one.name}"]`)]
      return (group.find(({ checked }) => checked) ?? group[0]) === one
    }
    return one.checkVisibility({ visibilityProperty: true })
  }
  const looks = (one: Element) =>
    [
      one,
      one.parentElement,
      one.parentElement?.parentElement,
      one.parentElement?.parentElement?.parentElement,
      one.nextElementSibling,
      one.firstElementChild,
    ].map((part) => {
      if (!part) return ''
      const { outline, boxShadow, borderColor, backgroundColor, left } = getComputedStyle(part)
      return [outline, boxShadow, borderColor, backgroundColor, left].join()
    })
  const nameOf = (one: HTMLElement) =>
    `${one.tagName.toLowerCase()} ${one.getAttribute('aria-label') ?? (one.textContent?.trim() || one.id)}`.slice(0, 60)
  if (document.activeElement instanceof HTMLElement) document.activeElement.blur()
  const stops = [...document.querySelectorAll<HTMLElement>(focusable)].filter(isReachable)
  const before = stops.map((one) => looks(one).join(';'))
  const unseen = new Set<number>()
  const looksSame = (one: Element, at: number) => looks(one).join(';') === before[at]
  window.tabbing = {
    counts: { all: stops.length },
    names: stops.map(nameOf),
    unseen,
    async at() {
      const one = document.activeElement
      const at = one instanceof HTMLElement ? stops.indexOf(one) : -1
      // A frame may fade in, slowly on a busy machine.
      for (let wait = 0; at >= 0 && one && looksSame(one, at) && wait < 40; wait++) {
        await new Promise((done) => setTimeout(done, 50))
      }
      if (at >= 0 && one && looksSame(one, at)) unseen.add(at)
      return at
    },
  }
}
