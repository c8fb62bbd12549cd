import { type Camera, projectionOf, visiblePart } from './camera.ts'
import type { Picture } from './picture.ts'
import { tilesInView } from './tiles.ts'

/** Below this scale pixels are always smoothed; above it people choose (workbench 1.6). */
export const SMOOTH_BELOW = 2

/** Paints the picture as the camera sees it, and asks for the tiles it lacks; `ratio` is device pixels per CSS pixel. */
export function paintPicture(
  context: CanvasRenderingContext2D,
  { bitmap, small, tiles }: Picture,
  camera: Camera,
  { ratio, smooth }: { ratio: number; smooth: boolean },
): void {
  const [width, height] = camera.size
  const project = projectionOf(camera)
  const [left, top] = project([0, 0])
  const [xx, xy] = project([1, 0])
  const [yx, yy] = project([0, 1])
  context.setTransform(1, 0, 0, 1, 0, 0)
  context.clearRect(0, 0, context.canvas.width, context.canvas.height)
  const matrix = [xx - left, xy - top, yx - left, yy - top, left, top].map((part) => part * ratio)
  context.setTransform(...(matrix as [number, number, number, number, number, number]))
  context.imageSmoothingEnabled = smooth || camera.scale < SMOOTH_BELOW
  const isSmallEnough = small !== undefined && camera.scale * ratio * width <= small.width
  context.drawImage(isSmallEnough ? small : bitmap, 0, 0, width, height)
  if (tiles === undefined) return
  const boxes = tilesInView(camera, { overview: bitmap.width, ratio })
  tiles.want(boxes.map(({ tile }) => tile))
  for (const { tile, ...box } of boxes) {
    const loaded = tiles.get(tile)
    if (loaded) context.drawImage(loaded, box.left, box.top, box.width, box.height)
  }
}

/** Screen pixels between two lines of the grid, at least. */
const LEAST_GAP = 12

/** Lines every 1, 10, 100 … pixels of the image, as near as they can be told apart. */
export function paintGrid(context: CanvasRenderingContext2D, camera: Camera): void {
  let step = 1
  while (step * camera.scale < LEAST_GAP) step *= 10
  const [left, top, right, bottom] = visiblePart(camera)
  const [width, height] = camera.size
  const project = projectionOf(camera)
  const lines = new Path2D()
  const line = (from: readonly [number, number], to: readonly [number, number]) => {
    const [start, end] = [project(from), project(to)]
    lines.moveTo(Math.round(start[0]) + 0.5, Math.round(start[1]) + 0.5)
    lines.lineTo(Math.round(end[0]) + 0.5, Math.round(end[1]) + 0.5)
  }
  const [fromX, toX] = [Math.max(0, left), Math.min(width, right)]
  const [fromY, toY] = [Math.max(0, top), Math.min(height, bottom)]
  for (let x = Math.ceil(fromX / step) * step; x <= toX; x += step) line([x, fromY], [x, toY])
  for (let y = Math.ceil(fromY / step) * step; y <= toY; y += step) line([fromX, y], [toX, y])
  context.lineWidth = 1
  context.strokeStyle = 'rgb(0 0 0 / 35%)'
  context.stroke(lines)
  context.setLineDash([3, 3])
  context.strokeStyle = 'rgb(255 255 255 / 55%)'
  context.stroke(lines)
  context.setLineDash([])
}
