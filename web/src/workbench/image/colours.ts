import { isRecoloured, type ViewSettings } from './view-settings.ts'

type Channel = ViewSettings['channel']

/** How often each value from 0 to 255 occurs in a picture. */
export type Histogram = { readonly [name in Exclude<Channel, 'all'>]: Uint32Array }

/** Values of 0 to 255 that are shown as black and as white. */
type Levels = { readonly dark: number; readonly bright: number }

export const PLAIN_LEVELS: Levels = { dark: 0, bright: 255 }

/** How much each colour counts in grey (BT.709). */
const LUMA = [0.2126, 0.7152, 0.0722] as const

/** Counts the values of pixels: four bytes each, the last one how opaque it is. What is not to be seen does not count. */
export function countColours(pixels: ArrayLike<number>): Histogram {
  const [red, green, blue, grey] = Array.from({ length: 4 }, () => new Uint32Array(256)) as [
    Uint32Array,
    Uint32Array,
    Uint32Array,
    Uint32Array,
  ]
  for (let at = 0; at < pixels.length; at += 4) {
    if (pixels[at + 3] === 0) continue
    const [r, g, b] = [pixels[at]!, pixels[at + 1]!, pixels[at + 2]!]
    red[r]!++
    green[g]!++
    blue[b]!++
    grey[Math.round(r * LUMA[0] + g * LUMA[1] + b * LUMA[2])]!++
  }
  return { red, green, blue, grey }
}

/** This share of all values may be lost at either end: a few dead pixels say nothing about a picture. */
const LOST = 0.005

/**
 * Levels that make the darkest black and the brightest white. All colours together are stretched by the same, so that hues
 * stay; a single channel by what it alone has. A picture of one value stays as it is.
 */
export function levelsOf(histogram: Histogram, channel: Channel): Levels {
  const { red, green, blue } = histogram
  const counts =
    channel === 'all' ? red.map((count, value) => count + green[value]! + blue[value]!) : histogram[channel]
  const most = counts.reduce((sum, count) => sum + count, 0) * LOST
  const dark = passing(counts, most)
  const bright = 255 - passing(counts.toReversed(), most)
  return dark < bright ? { dark, bright } : PLAIN_LEVELS
}

/** The first value at which more than so many were counted. */
function passing(counts: Uint32Array, most: number): number {
  let sum = 0
  const found = counts.findIndex((count) => {
    sum += count
    return sum > most
  })
  return Math.max(found, 0)
}

/** What makes one colour of another, in values of 0 to 1: `matrix` times red, green, blue, then `slope`, `intercept`, `exponent`. */
type Recolouring = {
  /** Rows of five numbers, as SVG's feColorMatrix has them. */
  readonly matrix: readonly number[] | undefined
  readonly slope: number
  readonly intercept: number
  readonly exponent: number
}

/** What CSS has no filter for: channel, levels and gamma; undefined when nothing of it is wished. */
export function recolouringOf(settings: ViewSettings, { dark, bright }: Levels): Recolouring | undefined {
  if (!isRecoloured(settings)) return undefined
  const { channel, gamma } = settings
  return {
    matrix: channel === 'all' ? undefined : matrixOf(channel),
    slope: 255 / (bright - dark),
    intercept: -dark / (bright - dark),
    exponent: 100 / gamma,
  }
}

function matrixOf(channel: Exclude<Channel, 'all'>): number[] {
  const shares = { red: [1, 0, 0], green: [0, 1, 0], blue: [0, 0, 1], grey: LUMA }[channel]
  const row = [...shares, 0, 0]
  return [...row, ...row, ...row, 0, 0, 0, 1, 0]
}
