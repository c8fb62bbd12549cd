import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { integerBelow, seededRandom } from '#core/acceptance/random.ts'
import { launchBrowser } from './browser.ts'
import { canvasOf, chooseLabel, type Drawing, drawByMouse, pictureShown } from './drawing.ts'
import { LossStage } from './loss-stage.ts'
import { hasBrowser } from './world.ts'

/**
 * A labelling session in which something dies at random moments (workbench 1.2). MUSTER_LOSS_MOMENTS says at how many,
 * MUSTER_LOSS_SEED at which; `npm run test:loss` has 100.
 */
const MOMENTS = Number(process.env.MUSTER_LOSS_MOMENTS ?? 20)
const SEED = process.env.MUSTER_LOSS_SEED ?? '0123456789abcdef0123456789abcdef'
/** So many moments pass on one picture before the next one, on the average. */
const PER_PICTURE = 6
/** Milliseconds from the last stroke to what happens then, at most: a draft is sent after 600. */
const LATEST = 900
const FAULTS = ['tab', 'server', 'network', 'session'] as const

describe.runIf(hasBrowser)('nothing is lost', () => {
  let browser: Browser
  let stage: LossStage
  const source = seededRandom(SEED)
  const random = (n: number) => integerBelow(source, n)

  beforeAll(async () => {
    browser = await launchBrowser(inject('chromium')!)
    stage = await LossStage.open(browser, Math.ceil(MOMENTS / PER_PICTURE) + 8)
  })
  afterAll(async () => {
    await stage?.dispose()
    await browser?.close()
  })

  /** What is on each picture, by id of the sample. */
  const drawn = new Map<string, string[]>()
  let current = ''

  const page = () => stage.labeler.page
  const address = () => {
    const { dataset_id, workforce_task_id } = stage.task
    return `/work/${dataset_id}/${workforce_task_id}/label?sample_id=%22${current}%22&state=all`
  }
  const shown = async () => {
    const rows = page().getByRole('listbox', { name: 'Objects' }).getByRole('option')
    return (await rows.count()) === 0 ? 0 : Number(await rows.first().getAttribute('aria-setsize'))
  }
  const stroke = async () => {
    const list = drawn.get(current)!
    if (list.length > 0 && random(6) === 0) {
      await page().keyboard.press('Control+z')
      list.pop()
      return
    }
    const [x, y] = [20 + random(200), 20 + random(150)]
    const drawing: Drawing =
      random(2) === 0
        ? {
            shape: 'bndbox',
            feature: [
              [x, y],
              [x + 10 + random(80), y + 10 + random(50)],
            ],
          }
        : {
            shape: 'line',
            feature: [
              [x, y],
              [x + 10 + random(80), y + random(50)],
            ],
          }
    await drawByMouse(page(), drawing)
    list.push(`${drawing.shape} ${drawing.feature}`)
  }
  const strokes = async (most: number) => {
    for (let i = 1 + random(most); i > 0; i--) await stroke()
  }
  const pause = () => new Promise((resolve) => setTimeout(resolve, random(LATEST)))
  const open = async () => {
    await page().goto(address())
    await pictureShown(page())
  }

  const happen = {
    /** The page dies with everything it has in memory. */
    async tab() {
      const dead = new Promise((resolve) => page().once('crash', resolve))
      const devtools = await stage.labeler.context.newCDPSession(page())
      void devtools.send('Page.crash').catch(() => {})
      await dead
      await stage.newTab()
      await open()
    },
    /** kill -9; work goes on meanwhile. */
    async server() {
      await stage.server.kill()
      await strokes(2)
      await stage.server.start()
      if (random(2) === 0) await open()
    },
    async network() {
      const { context } = stage.labeler
      await context.setOffline(true)
      await strokes(2)
      await pause()
      await context.setOffline(false)
      if (random(2) === 0) await open()
    },
    async session() {
      // The dialog soon lies over the work, so the strokes that the server does not have come before.
      await strokes(2)
      await stage.endSession()
      await stage.signInAgain()
    },
  } satisfies Record<(typeof FAULTS)[number], () => Promise<void>>

  test(
    `at ${MOMENTS} random moments: what was drawn is there again`,
    async () => {
      const pictures = (await stage.entries()).map(({ sample_id }) => sample_id!)
      for (let moment = 0; moment < MOMENTS; moment++) {
        if (current === '' || random(PER_PICTURE) === 0) {
          current = pictures.pop()!
          drawn.set(current, [])
          await open()
          await chooseLabel(page(), 'car')
        }
        await strokes(4)
        await pause()
        const fault = FAULTS[random(FAULTS.length)]!
        await happen[fault]()
        const wanted = drawn.get(current)!
        const about = `moment ${moment}, ${fault}`
        await expect.poll(shown, { message: `shown at ${about}`, timeout: 10_000 }).toBe(wanted.length)
        await canvasOf(page()).focus()
        await page().keyboard.press('Control+s')
        await expect
          .poll(() => stage.stored(current), { message: `stored at ${about}`, timeout: 70_000, interval: 100 })
          .toEqual(wanted)
      }
      for (const [sample_id, wanted] of drawn) expect(await stage.stored(sample_id)).toEqual(wanted)
    },
    60_000 + MOMENTS * 15_000,
  )
})
