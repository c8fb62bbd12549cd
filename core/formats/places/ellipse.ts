import type { ImagePoint } from '#core/geometry/shape.ts'

/** An outline of a round thing has so many corners (formats 11, CVAT). */
const corners = 32

/** Around a middle, in pixels, turned clockwise by `angle` degrees; the first corner lies on the first radius. */
export function outlineOfEllipse([x, y]: ImagePoint, [rx, ry]: readonly [number, number], angle = 0): ImagePoint[] {
  const [cos, sin] = [Math.cos((angle * Math.PI) / 180), Math.sin((angle * Math.PI) / 180)]
  return Array.from({ length: corners }, (_, i): ImagePoint => {
    const turn = (i * 2 * Math.PI) / corners
    const [dx, dy] = [rx * Math.cos(turn), ry * Math.sin(turn)]
    return [x + dx * cos - dy * sin, y + dx * sin + dy * cos]
  })
}
