import type { BrowserContext, Route } from 'playwright-core'

/** How far a submit is: not yet at the server; somewhere on its way there and back; stored, and the answer is not there. */
export const PHASES = ['asked', 'underWay', 'stored'] as const
export type Phase = (typeof PHASES)[number]

/** `PUT` hands labels in; the same address is only read otherwise. */
const SUBMIT = '**/data-annotations/samples'

/** The next submit of a browser, held where it is to be struck. */
export class HeldSubmit {
  readonly #phase: Phase
  readonly #reached = Promise.withResolvers<void>()
  readonly #struck = Promise.withResolvers<void>()
  #isCaught = false

  private constructor(phase: Phase) {
    this.#phase = phase
  }

  static async catch(context: BrowserContext, phase: Phase): Promise<HeldSubmit> {
    const held = new HeldSubmit(phase)
    // That the page is dead or the server gone is what the call is held for.
    await context.route(SUBMIT, (route) => held.#hold(route).catch(() => {}))
    return held
  }

  /** Resolves when the submit is as far as wanted. */
  reached(): Promise<void> {
    return this.#reached.promise
  }

  /** After the blow: what has not gone goes, and of what was stored the answer is lost. */
  letGo(): void {
    this.#struck.resolve()
  }

  async #hold(route: Route): Promise<void> {
    if (route.request().method() !== 'PUT' || this.#isCaught) return route.fallback()
    this.#isCaught = true
    if (this.#phase === 'stored') await route.fetch()
    this.#reached.resolve()
    if (this.#phase !== 'underWay') await this.#struck.promise
    await (this.#phase === 'stored' ? route.abort('connectionreset') : route.continue())
  }
}
