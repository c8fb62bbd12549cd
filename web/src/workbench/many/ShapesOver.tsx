import type { ReactNode, SVGProps } from 'react'
import { boundsOf, type ImagePoint, type Shape } from '#core/geometry/shape.ts'
import { shapeOf, type WorkLabel } from '#web/workbench/document/label.ts'
import { angleOf, cornersOfBox } from '#web/workbench/image/handles.ts'
import classes from './ReviewGrid.module.css'

/** The shapes of an image over its thumbnail; nothing where nobody knows how large the image is. */
export function ShapesOver({
  labels,
  size,
  colourOf,
}: {
  labels: readonly WorkLabel[]
  /** `@modelarts:size`. */
  size: unknown
  colourOf: (name: string | undefined) => string
}) {
  if (!Array.isArray(size)) return null
  const [width, height] = size.map(Number) as [number, number]
  return (
    <svg className={classes.shapes} viewBox={`0 0 ${width} ${height}`} aria-hidden>
      {labels.map((label) => {
        const shape = shapeOf(label)
        if (!shape) return null
        const draw = (lines: SVGProps<SVGPathElement>) => outline(shape, angleOf(label), Math.max(width, height), lines)
        return (
          <g key={label.id} fill="none" vectorEffect="non-scaling-stroke">
            {draw({ stroke: '#000', strokeWidth: 4, strokeOpacity: 0.7 })}
            {draw({ stroke: colourOf(label.name), strokeWidth: 2 })}
          </g>
        )
      })}
    </svg>
  )
}

const DOT = 1 / 80

function outline(shape: Shape, angle: number, longest: number, lines: SVGProps<SVGPathElement>): ReactNode {
  const path = (points: readonly ImagePoint[], end = '') => (
    <path d={`M${points.map(([x, y]) => `${x} ${y}`).join('L')}${end}`} vectorEffect="non-scaling-stroke" {...lines} />
  )
  const circle = ([x, y]: ImagePoint, r: number) =>
    path(
      Array.from({ length: 48 }, (_, i) => [
        x + r * Math.cos((i * Math.PI) / 24),
        y + r * Math.sin((i * Math.PI) / 24),
      ]),
      'Z',
    )
  switch (shape.shape) {
    case 'bndbox':
      return path(cornersOfBox(boundsOf(shape), angle), 'Z')
    case 'polygon':
      return path(shape.points, 'Z')
    case 'polyline':
      return path(shape.points)
    case 'line':
    case 'dashed':
      return path([shape.start, shape.end])
    case 'circle':
      return circle(shape.center, shape.radius)
    case 'point':
      return circle(shape.at, longest * DOT)
  }
}
