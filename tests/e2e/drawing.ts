import type { Locator, Page } from 'playwright-core'
import type { Shape } from '#contract/codes.ts'
import type { DescribeSampleResp } from '#contract/samples.ts'
import { SIZE } from './pictures.ts'

type Point = readonly [x: number, y: number]

/** A shape as the wire has it: `feature` in image pixels, of a circle its centre and `[radius]`. */
export type Drawing = { shape: Shape; feature: readonly (readonly number[])[] }

/** One of each, well inside of the picture. */
export const ALL_SHAPES: readonly Drawing[] = [
  {
    shape: 'bndbox',
    feature: [
      [30, 40],
      [90, 110],
    ],
  },
  {
    shape: 'polygon',
    feature: [
      [130, 40],
      [190, 50],
      [180, 100],
      [120, 90],
    ],
  },
  { shape: 'circle', feature: [[240, 70], [30]] },
  {
    shape: 'line',
    feature: [
      [40, 150],
      [110, 190],
    ],
  },
  {
    shape: 'dashed',
    feature: [
      [130, 190],
      [200, 150],
    ],
  },
  { shape: 'point', feature: [[220, 180]] },
  {
    shape: 'polyline',
    feature: [
      [240, 140],
      [260, 200],
      [290, 150],
    ],
  },
]

const TOOLS: Record<Shape, { name: string; key: string }> = {
  bndbox: { name: 'Rectangle', key: '1' },
  polygon: { name: 'Polygon', key: '2' },
  circle: { name: 'Circle', key: '3' },
  line: { name: 'Line', key: '4' },
  dashed: { name: 'Dashed line', key: '5' },
  point: { name: 'Point', key: '6' },
  polyline: { name: 'Polyline', key: '7' },
}

/** The places that hands have to touch. */
function placesOf({ shape, feature }: Drawing): Point[] {
  const [first, second] = feature
  if (shape === 'circle') return [first as unknown as Point, [first![0]! + second![0]!, first![1]!]]
  return feature as unknown as Point[]
}

export function canvasOf(page: Page): Locator {
  return page.getByRole('application', { name: /^Picture / })
}

/** Waits until a picture can be drawn on. */
export async function pictureShown(page: Page, name?: string): Promise<void> {
  await (name ? page.getByRole('application', { name: `Picture ${name}` }) : canvasOf(page)).waitFor()
  await page.getByRole('status', { name: 'The picture is loading' }).waitFor({ state: 'hidden' })
}

/** Chooses what new objects are called; the choice of before is remembered, and pressing it again lets it go. */
export async function chooseLabel(page: Page, name: string): Promise<void> {
  const button = page.getByRole('list', { name: 'Labels' }).getByRole('button', { name })
  if ((await button.getAttribute('aria-pressed')) !== 'true') await button.click()
}

/** Draws as one does with a mouse: boxes, circles and lines by dragging, the others point by point. */
export async function drawByMouse(page: Page, drawing: Drawing): Promise<void> {
  const { name } = TOOLS[drawing.shape]
  await page.getByRole('toolbar', { name: 'Tools' }).getByRole('button', { name, exact: true }).click()
  const toScreen = await projection(page)
  const places = placesOf(drawing).map(toScreen)
  const { mouse } = page
  if (drawing.shape === 'polygon' || drawing.shape === 'polyline') {
    for (const [x, y] of places.slice(0, -1)) await mouse.click(x, y)
    return mouse.dblclick(...places.at(-1)!)
  }
  await mouse.move(...places[0]!)
  await mouse.down()
  if (places[1]) await mouse.move(...places[1], { steps: 3 })
  await mouse.up()
}

/** Where a point of the picture is on the screen while the whole picture is shown, in the middle of its pixel. */
async function projection(page: Page): Promise<(point: Point) => Point> {
  const canvas = canvasOf(page)
  await page.keyboard.press('f')
  const box = (await canvas.boundingBox())!
  const [width, height] = SIZE
  const scale = 0.95 * Math.min(box.width / width, box.height / height)
  return ([x, y]) => [
    box.x + box.width / 2 + (x - width / 2) * scale,
    box.y + box.height / 2 + (y - height / 2) * scale,
  ]
}

/** Draws with nothing but keys; the cross begins in the middle of a picture and stays where the last shape ended. */
export class KeyboardHand {
  readonly #page: Page
  #cross: Point = MIDDLE

  constructor(page: Page) {
    this.#page = page
  }

  /** Another picture was opened. */
  turn(): void {
    this.#cross = MIDDLE
  }

  async draw(drawing: Drawing): Promise<void> {
    const { keyboard } = this.#page
    await keyboard.press(TOOLS[drawing.shape].key)
    for (const place of placesOf(drawing)) {
      await moveCross(this.#page, this.#cross, place)
      await keyboard.press('Enter')
      this.#cross = place
    }
    if (drawing.shape === 'polygon' || drawing.shape === 'polyline') await keyboard.press('Enter')
  }
}

const MIDDLE: Point = [SIZE[0] / 2, SIZE[1] / 2]

async function moveCross(page: Page, [fromX, fromY]: Point, [x, y]: Point): Promise<void> {
  const ways = [
    [x - fromX, 'ArrowRight', 'ArrowLeft'],
    [y - fromY, 'ArrowDown', 'ArrowUp'],
  ] as const
  for (const [by, forth, back] of ways) {
    const arrow = by > 0 ? forth : back
    const length = Math.abs(by)
    const steps = { 'Control+': Math.floor(length / 100), 'Shift+': Math.floor((length % 100) / 10), '': length % 10 }
    for (const [held, count] of Object.entries(steps)) {
      for (let i = 0; i < count; i++) await page.keyboard.press(held + arrow)
    }
  }
}

/** What is stored of a sample, in the order in which it was drawn. */
export function drawingsOf({ labels }: DescribeSampleResp): (Drawing & { name: string })[] {
  return (labels ?? []).map(({ name, property }) => ({
    name: name!,
    shape: property!['@modelarts:shape'] as Shape,
    feature: property!['@modelarts:feature'] as number[][],
  }))
}
