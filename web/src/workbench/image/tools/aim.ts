import type { ImagePoint } from '#core/geometry/shape.ts'
import { nearestNeighbour } from '#web/workbench/image/neighbours.ts'
import { REACH } from '#web/workbench/image/picking.ts'
import { pointInside, tidy } from '#web/workbench/image/shapes.ts'
import { snap } from './snap.ts'
import type { ToolContext } from './tool.ts'

/** A place that is meant, and whether a neighbour has caught it. */
export type Aim = { readonly at: ImagePoint; readonly caught?: ImagePoint | undefined }

/**
 * The place that is meant by a pointer. With Alt the corner of a neighbour within reach catches it, or else a neighbour's
 * edge: exactly, so that outlines share their border. Labels of `except` catch nothing.
 */
export function aim(
  { at, alt }: { readonly at: ImagePoint; readonly alt: boolean },
  context: Pick<ToolContext, 'camera' | 'document'>,
  except: readonly string[] = [],
): Aim {
  const { camera, document } = context
  const found = alt ? nearestNeighbour(document, at, REACH / camera.scale, except) : undefined
  if (found === undefined) return { at: snap(at, context) }
  const [x, y] = pointInside(found, camera.size)
  const caught: ImagePoint = [tidy(x), tidy(y)]
  return { at: caught, caught }
}
