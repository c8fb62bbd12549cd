/** Colours of labels: `#rrggbb`, as the wire has them (workbench 12). */

type Rgb = readonly [red: number, green: number, blue: number]

const WHITE = '#ffffff'
const BLACK = '#000000'

/** Stands in for a colour that is missing or cannot be read: the vendor's own. */
export const FALLBACK = '#3399ff'

/** Twenty colours far from each other; the first eight can be told apart with any colour vision. */
export const PALETTE = [
  ...['#0072b2', '#e69f00', '#009e73', '#d55e00', '#cc79a7', '#56b4e9', '#f0e442', '#882255', '#332288', '#999933'],
  ...['#117733', '#661100', '#aa4499', '#bbbbbb', '#5c5c5c', '#ddcc77', '#e31a1c', '#6a3d9a', '#00ffc8', '#ff9ecf'],
] as const

/** A colour as `#rrggbb` in small letters; FALLBACK for what is none. */
export function readColour(given: string | undefined): string {
  const text = given?.trim().toLowerCase() ?? ''
  if (/^#[0-9a-f]{6}$/.test(text)) return text
  if (/^#[0-9a-f]{3}$/.test(text)) return `#${[...text.slice(1)].map((digit) => digit + digit).join('')}`
  return FALLBACK
}

/**
 * The colour of a label: its own, or one of the palette that is always the same for its name. A label that somebody made
 * without a colour has none of its own (behaviour 4).
 */
export function colourOfLabel(name: string | undefined, given: string | undefined): string {
  const own = readColour(given)
  if (name === undefined || own !== FALLBACK || given?.trim().toLowerCase() === FALLBACK) return own
  let hash = 0
  for (const letter of name) hash = (Math.imul(hash, 31) + letter.codePointAt(0)!) >>> 0
  return PALETTE[hash % PALETTE.length]!
}

function rgbOf(colour: string): Rgb {
  const number = Number.parseInt(readColour(colour).slice(1), 16)
  return [(number >> 16) / 255, ((number >> 8) & 255) / 255, (number & 255) / 255]
}

const linear = (part: number) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)

function luminance(colour: string): number {
  const [red, green, blue] = rgbOf(colour).map(linear) as unknown as Rgb
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

/** Contrast of two colours, 1 to 21 (WCAG 2.2, 1.4.3). */
export function contrast(a: string, b: string): number {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number]
  return (light + 0.05) / (dark + 0.05)
}

/** Black or white, whichever can be read on the colour: one of them always has at least 4.5:1. */
export function textOn(colour: string): string {
  return contrast(colour, BLACK) >= contrast(colour, WHITE) ? BLACK : WHITE
}

/** Where a colour lies among those that people see. */
type Place = readonly [lightness: number, a: number, b: number]

/** Distance of two colours as people see it (OKLab): below 0.08 they are hard to tell apart. */
const between = ([la, aa, ba]: Place, [lb, ab, bb]: Place) => Math.hypot(la - lb, aa - ab, ba - bb)

function oklab(colour: string): Place {
  const [r, g, b] = rgbOf(colour).map(linear) as unknown as Rgb
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b)
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b)
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b)
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ]
}

const NEAR = 0.08

/** Those of the others that look much like a colour. */
export function lookalikes<Other extends { colour: string }>(colour: string, others: readonly Other[]): Other[] {
  const place = oklab(colour)
  return others.filter((other) => between(place, oklab(other.colour)) < NEAR)
}

/** How many colours behind the palette are looked at for one that is far from the others. */
const TRIES = 200

/**
 * Colours for new labels beside those in use, always the same ones for the same colours: those of the palette that are far from
 * all others, the first ones first; then others that are far; and when there are none left, any that nobody has. No two are the
 * same, for in masks the colour is the label.
 */
export function nextColours(used: readonly string[], count: number): string[] {
  const taken = new Set(used)
  const places = [...taken].map(oklab)
  const chosen: string[] = []
  const choose = (colour: string) => {
    taken.add(colour)
    places.push(oklab(colour))
    chosen.push(colour)
  }
  for (let n = 0; n < PALETTE.length + TRIES && chosen.length < count; n++) {
    const colour = PALETTE[n] ?? spread(n)
    const place = oklab(colour)
    if (places.every((other) => between(place, other) >= NEAR)) choose(colour)
  }
  for (let n = PALETTE.length; chosen.length < count; n++) if (!taken.has(spread(n))) choose(spread(n))
  return chosen
}

/** The colour for one more label. */
export const nextColour = (used: readonly string[]): string => nextColours(used, 1)[0]!

/** Each step along the three sides of the cube of colours: the powers of the root of x^4 = x + 1, which fill it evenly. */
const STEPS = [1, 2, 3].map((power) => 1.2207440846057596 ** -power)

/** The nth of colours that lie evenly between the darkest and the brightest, neither of which they reach. */
function spread(n: number): string {
  const parts = STEPS.map((step) => 40 + Math.floor(((n * step) % 1) * 176))
  return `#${parts.map((part) => part.toString(16)).join('')}`
}
