import { LabelType } from '#contract/codes.ts'
import type { Shape } from '#core/geometry/shape.ts'

/** An upright box as labels of this type hold it: segmentation takes outlines alone, so there it is the polygon of its corners. */
export function boxOrOutline(shape: Shape | string, type: LabelType): Shape | string {
  if (type !== LabelType.imageSegmentation || typeof shape === 'string' || shape.shape !== 'bndbox') return shape
  const [[left, top], [right, bottom]] = [shape.min, shape.max]
  const points: [number, number][] = [
    [left, top],
    [right, top],
    [right, bottom],
    [left, bottom],
  ]
  return { shape: 'polygon', points }
}
