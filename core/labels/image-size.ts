import { errors } from '#contract/errors.ts'
import type { ImageSize } from '#core/geometry/shape.ts'
import { type Fault, faultAt } from './fault.ts'
import { keys } from './property-keys.ts'

const path = `metadata.${keys.size}`

/**
 * Reads `@modelarts:size`, [width, height] or [width, height, depth] in pixels and channels (behaviour 4.5). A missing
 * depth is the known one, else 3. A width or height that contradicts the known one is refused: boxes would be checked
 * against a lie (D30). The depth moves no box, and many tools write 3 for every picture: there the known one counts.
 */
export function readSize(sent: unknown, known: ImageSize | undefined): { size: ImageSize } | Fault {
  if (!Array.isArray(sent) || sent.length < 2 || sent.length > 3 || !sent.every(isPositive)) {
    return faultAt(path, errors.sizeUnknown, 'must be [width, height] or [width, height, depth] of positive integers')
  }
  const [width, height, depth = 3] = sent as number[]
  if (known !== undefined && (width !== known[0] || height !== known[1])) {
    return faultAt(path, errors.sizeUnknown, `[${sent.join(',')}] contradicts the known size [${known.join(',')}]`)
  }
  return { size: [width!, height!, known?.[2] ?? depth] }
}

/** The size that shapes are checked against: the sent one, else the known one. */
export function sizeForShapes(sent: ImageSize | undefined, known: ImageSize | undefined): { size: ImageSize } | Fault {
  const size = sent ?? known
  return size ? { size } : faultAt(path, errors.sizeUnknown, 'is required: the size of the image is not known')
}

/** No picture is larger, and records hold no larger number. */
const MOST_PIXELS = 2 ** 31 - 1

function isPositive(value: unknown): boolean {
  return Number.isInteger(value) && (value as number) > 0 && (value as number) <= MOST_PIXELS
}
