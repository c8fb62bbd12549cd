import type { Resize } from './image-process.ts'

type Size = { width: number; height: number }

/**
 * What becomes of a picture: it is scaled to `scaled`, then cut or filled up about its middle to `canvas`. All sides are whole
 * pixels, at least one.
 */
export type ResizePlan = { scaled: Size; canvas: Size }

/** No result has a longer side or more pixels than these; WebP knows no longer side. */
const LONGEST_RESULT = 16_383
const MOST_PIXELS_OF_RESULT = 50_000_000

/** How a picture of this size is resized; undefined where a strip would become too large. */
export function planResize({ mode, limit, to }: Resize, { width, height }: Size): ResizePlan | undefined {
  const box = boxOf(to, { width, height })
  const most = limit ? 1 : Number.POSITIVE_INFINITY
  const across = box.width / width
  const down = box.height / height
  const scaleBy = (x: number, y = x): Size => ({ width: wholePixels(width * x), height: wholePixels(height * y) })
  const plan = (): ResizePlan => {
    if (mode === 'fixed') return alone(scaleBy(Math.min(most, across), Math.min(most, down)))
    if (mode === 'lfit') return alone(scaleBy(Math.min(most, across, down)))
    if (mode === 'mfit') return alone(scaleBy(Math.min(most, Math.max(across, down))))
    if (mode === 'pad') return { scaled: scaleBy(Math.min(most, across, down)), canvas: box }
    const canvas = scaleBy(Math.min(most, across), Math.min(most, down))
    return { scaled: scaleBy(Math.max(canvas.width / width, canvas.height / height)), canvas }
  }
  const { scaled, canvas } = plan()
  return fits(scaled) && fits(canvas) ? { scaled, canvas } : undefined
}

const alone = (size: Size): ResizePlan => ({ scaled: size, canvas: size })

/** The box in whole pixels; a side that is not given follows from the other one. */
function boxOf(to: Resize['to'], { width, height }: Size): Size {
  if ('percent' in to) {
    const share = to.percent / 100
    return { width: wholePixels(width * share), height: wholePixels(height * share) }
  }
  const given = 'longer' in to || 'shorter' in to ? sidesOf(to, width >= height) : (to as Partial<Size>)
  const boxWidth = given.width ?? wholePixels((given.height! / height) * width)
  return { width: boxWidth, height: given.height ?? wholePixels((given.width! / width) * height) }
}

function sidesOf({ longer, shorter }: { longer?: number; shorter?: number }, isWide: boolean) {
  return isWide ? { width: longer, height: shorter } : { width: shorter, height: longer }
}

const wholePixels = (length: number) => Math.max(1, Math.round(length))

function fits({ width, height }: Size): boolean {
  return Math.max(width, height) <= LONGEST_RESULT && width * height <= MOST_PIXELS_OF_RESULT
}
