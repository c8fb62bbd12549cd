import { type BoxPixels, boxOfMask, isPaintable, maskOfBox } from '#core/formats/places/box-pixels.ts'
import type { Runs } from '#core/formats/places/rle.ts'
import type { XmlElement } from '#core/formats/xml.ts'
import type { ImageSize } from '#core/geometry/shape.ts'

type Attributes = XmlElement['attributes']

/**
 * The mask of a `<mask>`: lengths of runs along the rows of a box, the first without the object. Answers the end of a
 * sentence about what is wrong.
 */
export function readBoxMask(attributes: Attributes, size: ImageSize | undefined): Runs | string {
  if (!size) return 'holds a mask, but the size of the picture is not known'
  const [left, top, width, height] = (['left', 'top', 'width', 'height'] as const).map((name) =>
    /^-?\d{1,9}$/.test(attributes[name]?.trim() ?? '') ? Number(attributes[name]) : Number.NaN,
  ) as [number, number, number, number]
  if (![left, top, width, height].every(Number.isInteger))
    return 'holds a mask without a whole left, top, width and height'
  if (!isPaintable({ width, height })) return 'holds a mask that is empty or too large'
  if (left < 0 || top < 0 || left + width > size[0] || top + height > size[1]) {
    return `holds a mask outside the picture, ${size[0]} x ${size[1]} pixels`
  }
  const data = new Uint8Array(width * height)
  let [at, isObject] = [0, false]
  for (const text of (attributes.rle ?? '').split(',')) {
    const run = /^\s*\d{1,9}\s*$/.test(text) ? Number(text) : Number.NaN
    if (!(at + run <= data.length)) return 'holds a mask whose runs cannot be read'
    if (isObject) data.fill(1, at, at + run)
    at += run
    isObject = !isObject
  }
  if (at !== data.length) return `holds a mask that counts ${at} pixels of ${data.length}`
  return maskOfBox({ left, top, width, height, data }, size)
}

/** What a `<mask>` says of a mask; undefined where there is nothing in it. */
export function writeBoxMask(mask: Runs): Record<string, string> | undefined {
  const box = boxOfMask(mask)
  if (box === undefined) return undefined
  const { left, top, width, height } = box
  return {
    rle: runsOf(box).join(', '),
    left: String(left),
    top: String(top),
    width: String(width),
    height: String(height),
  }
}

function runsOf({ data }: BoxPixels): number[] {
  const runs: number[] = []
  let [start, isObject] = [0, false]
  for (let at = 0; at < data.length; at++) {
    if ((data[at] !== 0) === isObject) continue
    runs.push(at - start)
    start = at
    isObject = !isObject
  }
  return [...runs, data.length - start]
}
