import type { Bounds, ImagePoint, ImageSize } from '#core/geometry/shape.ts'
import { clamp, type ScreenPoint, type ScreenSize } from './points.ts'

/** How the image is looked at. Plain data; every function answers a new camera that keeps the limits. */
export type Camera = {
  /** Of the image in image pixels, as it is shown without a turned view. */
  readonly size: ImageSize
  /** Of the canvas in CSS pixels. */
  readonly view: ScreenSize
  /** Screen pixels per image pixel. */
  readonly scale: number
  /** What lies in the middle of the canvas. It is always a point of the image, so the image is never lost. */
  readonly center: ImagePoint
  /** Quarter turns of the view, clockwise. Only the view: labels do not change. */
  readonly turns: Turns
}

export type Turns = 0 | 1 | 2 | 3

/** One pixel of the image is at most this wide. */
const MOST_SCALE = 64

/** The whole image, upright. */
export function openCamera(size: ImageSize, view: ScreenSize): Camera {
  return fitImage({ size, view, scale: 1, center: [0, 0], turns: 0 })
}

export function toScreen(camera: Camera, point: ImagePoint): ScreenPoint {
  return projectionOf(camera)(point)
}

/** `toScreen` for many points: what the camera says is worked out once. */
export function projectionOf({ view, center, scale, turns }: Camera): (point: ImagePoint) => ScreenPoint {
  const [xx, xy] = turn(scale, 0, turns)
  const [yx, yy] = turn(0, scale, turns)
  const [left, top] = [view[0] / 2, view[1] / 2]
  const [cx, cy] = center
  return (point) => {
    const [dx, dy] = [point[0] - cx, point[1] - cy]
    return [left + dx * xx + dy * yx, top + dx * xy + dy * yy]
  }
}

/** The place in the image, which may lie outside its border. */
export function toImage({ view, center, scale, turns }: Camera, [x, y]: ScreenPoint): ImagePoint {
  const [dx, dy] = turn(x - view[0] / 2, y - view[1] / 2, opposite(turns))
  return [center[0] + dx / scale, center[1] + dy / scale]
}

/** A step on the screen as a step in the image of the same length in pixels: `right` in a turned view may mean `down`. */
export function stepInImage({ turns }: Camera, dx: number, dy: number): readonly [dx: number, dy: number] {
  return turn(dx, dy, opposite(turns))
}

/** Zooms by a factor; what lies under the pointer stays there, as far as the limits allow. */
export function zoomAt(camera: Camera, at: ScreenPoint, factor: number): Camera {
  return zoomTo(camera, at, camera.scale * factor)
}

/** 100 %: one pixel of the image is one of the screen, around the middle of the canvas. */
export function zoomToActual(camera: Camera): Camera {
  return zoomTo(camera, middleOf(camera), 1)
}

/** The whole image in the canvas, with a small margin. */
export function fitImage(camera: Camera): Camera {
  const [width, height] = camera.size
  return { ...camera, scale: fitScale(camera), center: [width / 2, height / 2] }
}

/** A part of the image as large as it fits, with a margin around it. */
export function zoomToRegion(camera: Camera, [left, top, right, bottom]: Bounds): Camera {
  const scale = Math.min(...viewOf(camera).map((length, axis) => length / ([right - left, bottom - top][axis]! || 1)))
  return limit({ ...camera, scale: scale * MARGIN, center: [(left + right) / 2, (top + bottom) / 2] })
}

/** Moves the image with the pointer, in screen pixels. */
export function pan(camera: Camera, dx: number, dy: number): Camera {
  const [x, y] = stepInImage(camera, dx / camera.scale, dy / camera.scale)
  return limit({ ...camera, center: [camera.center[0] - x, camera.center[1] - y] })
}

/** Turns the view by quarters, clockwise; the middle stays. A view that showed the whole image goes on doing so. */
export function rotateView(camera: Camera, quarters: 1 | -1): Camera {
  const turns = ((camera.turns + quarters + 4) % 4) as Turns
  const turned = { ...camera, turns }
  return camera.scale === fitScale(camera) ? fitImage(turned) : limit(turned)
}

/** The canvas has got another size. A view that showed the whole image goes on doing so. */
export function resizeView(camera: Camera, view: ScreenSize): Camera {
  const resized = { ...camera, view }
  return camera.scale === fitScale(camera) ? fitImage(resized) : limit(resized)
}

/** The canvas has got another size at its right or lower edge; everything stays where it is on the screen. */
export function stretchView(camera: Camera, view: ScreenSize): Camera {
  return limit({ ...camera, view, center: toImage(camera, [view[0] / 2, view[1] / 2]) })
}

/** What part of the image the canvas shows, which may reach beyond the border: for the minimap and for culling. */
export function visiblePart(camera: Camera): Bounds {
  const [width, height] = viewOf(camera)
  const [x, y] = camera.center
  const [dx, dy] = [width / camera.scale / 2, height / camera.scale / 2]
  return [x - dx, y - dy, x + dx, y + dy]
}

const MARGIN = 0.95

function zoomTo(camera: Camera, at: ScreenPoint, scale: number): Camera {
  const [x, y] = toImage(camera, at)
  const zoomed = limit({ ...camera, scale })
  const [nowX, nowY] = toImage(zoomed, at)
  return limit({ ...zoomed, center: [zoomed.center[0] + x - nowX, zoomed.center[1] + y - nowY] })
}

function limit(camera: Camera): Camera {
  const [width, height] = camera.size
  const [x, y] = camera.center
  const least = Math.min(fitScale(camera) / 2, 1)
  return {
    ...camera,
    scale: clamp(camera.scale, least, MOST_SCALE),
    center: [clamp(x, 0, width), clamp(y, 0, height)],
  }
}

function fitScale(camera: Camera): number {
  const [width, height] = viewOf(camera)
  const scale = Math.min(width / camera.size[0], height / camera.size[1]) * MARGIN
  return clamp(scale, 1 / 1024, MOST_SCALE)
}

/** Width and height of the canvas along the axes of the image. */
function viewOf({ view, turns }: Camera): ScreenSize {
  return turns % 2 === 0 ? view : [view[1], view[0]]
}

function middleOf({ view }: Camera): ScreenPoint {
  return [view[0] / 2, view[1] / 2]
}

function opposite(turns: Turns): Turns {
  return ((4 - turns) % 4) as Turns
}

function turn(x: number, y: number, turns: Turns): readonly [number, number] {
  switch (turns) {
    case 0:
      return [x, y]
    case 1:
      return [-y, x]
    case 2:
      return [-x, -y]
    case 3:
      return [y, -x]
  }
}
