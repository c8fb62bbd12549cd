import type { CDPSession, Page } from 'playwright-core'
import { expect } from 'vitest'
import { PATIENCE, type Person } from './world.ts'

/** What has the focus, as the browser tells those who do not see it, and why that is not good enough. */
export type Focused = { role: string; name: string; fault: string | null }

/** So many stops of Tab no screen has. */
const MOST_STOPS = 120

/** Somebody with a keyboard and no mouse, who at every step must see where he is and hear what it is called. */
export class KeysOnly {
  readonly page: Page
  readonly #devtools: CDPSession

  private constructor(page: Page, devtools: CDPSession) {
    this.page = page
    this.#devtools = devtools
  }

  static async at({ page, context }: Person): Promise<KeysOnly> {
    return new KeysOnly(page, await context.newCDPSession(page))
  }

  /** Waits until something good enough has the focus. */
  async focused(): Promise<Focused> {
    let now = await this.#look()
    const fault = async () => {
      now = await this.#look()
      return now.fault
    }
    if (now.fault !== null) await expect.poll(fault, { timeout: PATIENCE }).toBeNull()
    return now
  }

  async press(...chords: string[]): Promise<void> {
    for (const chord of chords) {
      await this.page.keyboard.press(chord)
      await this.focused()
    }
  }

  async type(text: string): Promise<void> {
    await this.page.keyboard.type(text)
    await this.focused()
  }

  /** Replaces what a field holds. */
  async fill(text: string): Promise<void> {
    await this.press('Control+a')
    await this.type(text)
  }

  /** Waits until the focus has come there by itself. */
  async isAt(role: string, name: string | RegExp): Promise<void> {
    const wanted = `${role} ${name}`
    const place = async () => {
      const now = await this.#look()
      return now.fault ?? (matches(now, role, name) ? wanted : `${now.role} ${now.name}`)
    }
    await expect.poll(place, { timeout: PATIENCE }).toBe(wanted)
  }

  /** Goes to a control, stop by stop, the way that the Tab key goes or the way back. */
  async tabTo(role: string, name: string | RegExp, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
    const passed = new Set<string>()
    for (let stop = 0; stop < MOST_STOPS; stop++) {
      await this.page.keyboard.press(key)
      const now = await this.focused()
      if (matches(now, role, name)) return
      passed.add(`${now.role} ${now.name}`)
    }
    throw new Error(`${key} does not lead to ${role} ${name}, but to ${[...passed].join(', ')}`)
  }

  /** Goes to a control and uses it. */
  async use(role: string, name: string | RegExp, key?: 'Tab' | 'Shift+Tab'): Promise<void> {
    await this.tabTo(role, name, key)
    await this.press('Enter')
  }

  async #look(): Promise<Focused> {
    const { result } = await this.#devtools.send('Runtime.evaluate', { expression: 'document.activeElement' })
    if (result.objectId === undefined) return { role: '', name: '', fault: 'nothing has the focus' }
    const of = { objectId: result.objectId }
    const [tree, seen] = await Promise.all([
      this.#devtools.send('Accessibility.getPartialAXTree', { ...of, fetchRelatives: false }),
      this.#devtools.send('Runtime.callFunctionOn', {
        ...of,
        functionDeclaration: `function () { return (${faultOf})(this) }`,
        returnByValue: true,
      }),
    ])
    const [node] = tree.nodes
    const role: string = node?.role?.value ?? ''
    const name: string = node?.name?.value?.trim() ?? ''
    const fault: string | null = seen.result.value ?? (name === '' ? 'what has the focus has no name' : null)
    return { role, name, fault: fault && `${role} ${name}: ${fault}` }
  }
}

function matches(now: { role: string; name: string }, role: string, name: string | RegExp): boolean {
  return now.role === role && (typeof name === 'string' ? now.name === name : name.test(now.name))
}

/** Runs in the page: why somebody would not see what has the focus; null if he does. */
function faultOf(element: HTMLElement): string | null {
  if (element === document.body) return 'nothing has the focus'
  if (!element.checkVisibility({ visibilityProperty: true })) return 'it is hidden'
  // The input below a button to choose from is as small as can be: people see its label.
  const labels = element instanceof HTMLInputElement ? [...(element.labels ?? [])] : []
  const hasCaret = element.matches('textarea, input:not([type=radio], [type=checkbox])')
  const isOutlined = [element, element.nextElementSibling, ...labels].some(
    (one) => one !== null && getComputedStyle(one).outlineStyle !== 'none',
  )
  const isFramed = isOutlined || getComputedStyle(element, '::after').boxShadow !== 'none'
  if (!hasCaret && !isFramed) return 'it does not look as if it had the focus'
  const shown = [element, ...labels].find((one) => one.offsetWidth > 2 && one.offsetHeight > 2)
  if (!shown) return 'it has no size'
  const { left, top, width, height } = shown.getBoundingClientRect()
  const parts = [0.1, 0.5, 0.9]
  const isOnTop = (x: number, y: number) => {
    const hit = document.elementFromPoint(x, y)
    return shown.contains(hit) || hit === element
  }
  const isSeen = parts.some((across) => parts.some((down) => isOnTop(left + across * width, top + down * height)))
  return isSeen ? null : 'it is outside of the window or something covers it'
}
