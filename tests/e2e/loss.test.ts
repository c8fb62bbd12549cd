import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { integerBelow, seededRandom, shuffle } from '#core/acceptance/random.ts'
import { launchBrowser } from './browser.ts'
import { HeldSubmit, PHASES } from './held-submit.ts'
import { LossStage } from './loss-stage.ts'
import { LossWork } from './loss-work.ts'
import { hasBrowser } from './world.ts'

/**
 * A labelling session in which something dies at random moments, also while work is being handed in (workbench 1.2).
 * MUSTER_LOSS_MOMENTS says at how many, MUSTER_LOSS_SEED at which; `npm run test:loss` has 100.
 */
const MOMENTS = Number(process.env.MUSTER_LOSS_MOMENTS ?? 20)
const SEED = process.env.MUSTER_LOSS_SEED ?? '0123456789abcdef0123456789abcdef'
/** So many moments of drawing pass on one picture before the next one, on the average. */
const PER_PICTURE = 6
/** Milliseconds from the last stroke to what happens then, at most: a draft is sent after 600. */
const LATEST = 900
/** Milliseconds in which a submit is on its way there and back, about. */
const WAY = 40

const FAULTS = ['tab', 'server', 'network', 'session'] as const
type Fault = (typeof FAULTS)[number]
/** Every fault meets everything that can be under way, once in so many moments. */
const DEALT = FAULTS.flatMap((fault) => (['drawing', ...PHASES] as const).map((during) => ({ fault, during })))

describe.runIf(hasBrowser)('nothing is lost', () => {
  let browser: Browser
  let stage: LossStage
  let work: LossWork
  const source = seededRandom(SEED)
  const random = (n: number) => integerBelow(source, n)
  const pause = (longest: number) => new Promise((resolve) => setTimeout(resolve, random(longest)))

  beforeAll(async () => {
    browser = await launchBrowser(inject('chromium')!)
    stage = await LossStage.open(browser, 2 * MOMENTS + 8)
    work = new LossWork(stage, await stage.pictures(), random)
  })
  afterAll(async () => {
    await stage?.dispose()
    await browser?.close()
  })

  const strike: Record<Fault, () => Promise<void>> = {
    /** The page dies with everything it has in memory. */
    async tab() {
      const dead = new Promise((resolve) => work.page.once('crash', resolve))
      const devtools = await stage.labeler.context.newCDPSession(work.page)
      void devtools.send('Page.crash').catch(() => {})
      await dead
    },
    /** kill -9 */
    server: () => stage.server.kill(),
    network: () => stage.labeler.context.setOffline(true),
    session: () => stage.endSession(),
  }
  /** Work goes on without what was struck, where it can, until that is there again. Answers whether the page lives on. */
  const recover: Record<Fault, (canWork: boolean) => Promise<boolean>> = {
    async tab() {
      await stage.newTab()
      return false
    },
    async server(canWork) {
      if (canWork) await work.strokes(2)
      await stage.server.start()
      return random(2) === 0
    },
    async network(canWork) {
      if (canWork) await work.strokes(2)
      await pause(LATEST)
      await stage.labeler.context.setOffline(false)
      return random(2) === 0
    },
    async session() {
      await stage.signInAgain()
      return true
    },
  }

  async function strikeDrawing(fault: Fault): Promise<void> {
    if (work.current === '' || random(PER_PICTURE) === 0) await work.openNext()
    await work.strokes(4)
    await pause(LATEST)
    // The dialog soon lies over the work, so the strokes that the server does not have come before.
    if (fault === 'session') await work.strokes(2)
    await strike[fault]()
    if (!(await recover[fault](true))) await work.open()
  }

  async function strikeSubmit(fault: Fault, phase: (typeof PHASES)[number]): Promise<void> {
    await work.openNext()
    await work.strokes(4)
    await pause(LATEST)
    const handedIn = work.current
    const held = await HeldSubmit.catch(stage.labeler.context, phase)
    await work.submit()
    await held.reached()
    if (phase === 'underWay') await pause(WAY)
    else {
      await work.isShown()
      await work.strokes(2)
      await pause(LATEST)
    }
    await strike[fault]()
    held.letGo()
    const next = work.current
    // Struck while the submit was under way, the next picture may be there only afterwards.
    if (await recover[fault](phase !== 'underWay')) {
      await work.isShown()
      await expect
        .poll(() => stage.submits(handedIn), {
          message: `handed in, ${fault} while ${phase}`,
          timeout: 70_000,
          interval: 100,
        })
        .toBe(1)
    } else {
      await work.open(handedIn)
      await isThere(`handed in, ${fault} while ${phase}`)
    }
    expect(await stage.submits(handedIn)).toBeLessThanOrEqual(1)
    if (work.current === next) return
    await work.open(next)
  }

  /** What was drawn on the picture is on the page, and after saving it at the server. */
  async function isThere(about: string): Promise<void> {
    const wanted = work.drawn.get(work.current)!
    await expect.poll(() => work.shown(), { message: `shown, ${about}`, timeout: 10_000 }).toBe(wanted.length)
    await work.save()
    await expect
      .poll(() => stage.stored(work.current), { message: `stored, ${about}`, timeout: 70_000, interval: 100 })
      .toEqual(wanted)
  }

  test(
    `at ${MOMENTS} random moments: what was drawn is there again, once`,
    async () => {
      let dealt: typeof DEALT = []
      for (let moment = 0; moment < MOMENTS; moment++) {
        if (dealt.length === 0) dealt = shuffle(source, [...DEALT])
        const { fault, during } = dealt.pop()!
        if (during === 'drawing') await strikeDrawing(fault)
        else await strikeSubmit(fault, during)
        await isThere(`moment ${moment}, ${fault} while ${during}`)
      }
      for (const [sample_id, wanted] of work.drawn) expect(await stage.stored(sample_id)).toEqual(wanted)
    },
    60_000 + MOMENTS * 15_000,
  )
})
