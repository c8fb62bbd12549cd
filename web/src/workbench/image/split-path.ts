import { faultOfShape, type ImagePoint } from '#core/geometry/shape.ts'
import { cornersOf, crossesItself, edgesOf, isInPolygon, type Path } from './path-points.ts'
import { distanceBetween } from './points.ts'
import { tidy } from './shapes.ts'

/** A straight cut from one point of the image to another. */
export type Cut = readonly [from: ImagePoint, to: ImagePoint]

/** A corner of an outline, or a place where the line of the cut meets it. Two that are equal stay two. */
type Stop = {
  readonly at: ImagePoint
  /** Where on the line of the cut: 0 its beginning, 1 its end; undefined beside the line. */
  readonly along?: number | undefined
}

/** Nearer to the line than this, in image pixels, a corner lies on it: pieces have no hairs. */
const ON_LINE = 1e-3

/**
 * The pieces into which a cut divides a path, each one a valid shape; undefined when it divides nothing. A polygon is
 * divided wherever the cut runs through its face: a cut that begins or ends inside goes on to the outline.
 */
export function splitPath(path: Path, cut: Cut): Path[] | undefined {
  const pieces = path.shape === 'polygon' ? splitPolygon(path, cut) : splitPolyline(path, cut)
  if (pieces.length < 2) return undefined
  const paths = pieces.map((stops): Path => ({ ...path, points: withoutRepeats(path.shape, stops) }))
  return paths.some((piece) => faultOfShape(piece) !== undefined || isFlat(piece)) ? undefined : paths
}

function splitPolygon(path: Path, cut: Cut): Stop[][] {
  if (crossesItself(path)) return []
  const corners = cornersOf(path)
  const ring = stopsOf(path, cut)
  const onLine = ring.filter(({ along }) => along !== undefined).sort((one, other) => one.along! - other.along!)
  let pieces: Stop[][] = [ring]
  // From the beginning of the line to its end: so only one piece has the farther end of each chord yet.
  for (let index = 1; index < onLine.length; index++) {
    const [from, to] = [onLine[index - 1]!, onLine[index]!]
    if (!isCutThrough([from, to], cut) || !isChord(corners, ring, [from, to])) continue
    pieces = pieces.flatMap((piece) =>
      piece.includes(from) && piece.includes(to) ? divideRing(piece, from, to) : [piece],
    )
  }
  return pieces
}

/** Whether the cut itself, not only its line, lies between two stops: more than its end touches one of them. */
function isCutThrough([from, to]: readonly [Stop, Stop], cut: Cut): boolean {
  const shared = Math.min(to.along!, 1) - Math.max(from.along!, 0)
  return shared * distanceBetween(...cut) > 10 * ON_LINE
}

/** Whether the way from one stop to the next leads through the face, and not along the outline. */
function isChord(corners: readonly ImagePoint[], ring: readonly Stop[], [from, to]: readonly [Stop, Stop]): boolean {
  const apart = Math.abs(ring.indexOf(from) - ring.indexOf(to))
  if (apart === 1 || apart === ring.length - 1) return false
  return isInPolygon(corners, [(from.at[0] + to.at[0]) / 2, (from.at[1] + to.at[1]) / 2])
}

function divideRing(ring: readonly Stop[], from: Stop, to: Stop): Stop[][] {
  const [first, second] = [ring.indexOf(from), ring.indexOf(to)].sort((one, other) => one - other) as [number, number]
  return [ring.slice(first, second + 1), [...ring.slice(second), ...ring.slice(0, first + 1)]]
}

/** A line of points comes apart wherever the cut itself meets it, but not at its ends. */
function splitPolyline(path: Path, cut: Cut): Stop[][] {
  const stops = stopsOf(path, cut)
  const pieces: Stop[][] = [[]]
  for (const [index, stop] of stops.entries()) {
    pieces.at(-1)!.push(stop)
    const isInner = index > 0 && index < stops.length - 1
    if (isInner && stop.along !== undefined && stop.along >= 0 && stop.along <= 1) pieces.push([stop])
  }
  return pieces
}

/** The corners of a path, and between them where the line of the cut crosses an edge. */
function stopsOf(path: Path, [from, to]: Cut): Stop[] {
  const [dx, dy] = [to[0] - from[0], to[1] - from[1]]
  const length = Math.hypot(dx, dy)
  if (length === 0) return []
  const alongOf = ([x, y]: ImagePoint) => ((x - from[0]) * dx + (y - from[1]) * dy) / (length * length)
  const sideOf = ([x, y]: ImagePoint) => {
    const distance = ((y - from[1]) * dx - (x - from[0]) * dy) / length
    return Math.abs(distance) < ON_LINE ? 0 : distance
  }
  const corners = cornersOf(path)
  const stops: Stop[] = []
  const edges = edgesOf(path)
  for (const [index, at] of corners.entries()) {
    stops.push({ at, along: sideOf(at) === 0 ? alongOf(at) : undefined })
    const next = edges[index]?.[1]
    if (next === undefined) continue
    const [here, there] = [sideOf(at), sideOf(next)]
    if (here * there >= 0) continue
    const part = here / (here - there)
    const crossing: ImagePoint = [tidy(at[0] + part * (next[0] - at[0])), tidy(at[1] + part * (next[1] - at[1]))]
    stops.push({ at: crossing, along: alongOf(crossing) })
  }
  return stops
}

/** Rounding may have put a crossing upon its neighbour. */
function withoutRepeats(shape: Path['shape'], stops: readonly Stop[]): ImagePoint[] {
  const points = stops.map(({ at }) => at)
  return points.filter((point, index) => {
    const before = index > 0 ? points[index - 1] : shape === 'polygon' ? points.at(-1) : undefined
    return before === undefined || before[0] !== point[0] || before[1] !== point[1]
  })
}

/** The face of a polygon in square pixels. */
export function areaOf(path: Path): number {
  return Math.abs(edgesOf(path).reduce((sum, [[x1, y1], [x2, y2]]) => sum + x1 * y2 - x2 * y1, 0)) / 2
}

/** A piece without a face is no piece. */
function isFlat(path: Path): boolean {
  return path.shape === 'polygon' && areaOf(path) < ON_LINE
}
