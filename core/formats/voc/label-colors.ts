import type { Label } from '#contract/labels.ts'
import { keys } from '#core/labels/property-keys.ts'

/** Index and colour of a label in masks; 0 is the background. */
export type MaskColor = { index: number; rgb: readonly number[] }

/**
 * Colours of labels in mask pictures (formats 5): index n is the nth label of the dataset, and names it does not define
 * come behind in the order they are met. A label without a colour gets that of its index in the palette of Pascal VOC.
 */
export class LabelColors {
  readonly #colors = new Map<string, MaskColor>()

  constructor(labels: readonly Label[]) {
    for (const { name, property } of labels) if (name !== undefined) this.#add(name, property?.[keys.color])
  }

  /** undefined for the 256th label and those behind it: a mask has one byte. */
  of(name: string): MaskColor | undefined {
    const found = this.#colors.get(name) ?? this.#add(name)
    return found.index <= 255 ? found : undefined
  }

  /** Names in the order of their index. */
  entries(): readonly (readonly [string, MaskColor])[] {
    return [...this.#colors].filter(([, { index }]) => index <= 255)
  }

  /** Colours by index. */
  palette(): number[][] {
    return [[0, 0, 0], ...this.entries().map(([, { rgb }]) => [...rgb])]
  }

  #add(name: string, color = ''): MaskColor {
    const known = this.#colors.get(name)
    if (known) return known
    const index = this.#colors.size + 1
    const given = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(color)
    const rgb = given ? given.slice(1).map((part) => Number.parseInt(part, 16)) : colorOfIndex(index)
    const made = { index, rgb }
    this.#colors.set(name, made)
    return made
  }
}

/** The palette of Pascal VOC: the bits of the index, dealt to red, green and blue in turn, the lowest to the highest. */
export function colorOfIndex(index: number): number[] {
  const rgb = [0, 0, 0]
  for (let bit = 0; bit < 24 && index >> bit > 0; bit++) {
    rgb[bit % 3]! |= ((index >> bit) & 1) << (7 - Math.floor(bit / 3))
  }
  return rgb
}
