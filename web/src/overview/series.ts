/** How far a dataset was at a moment, in epoch milliseconds. */
export type Point = { time: number; labelled: number; total: number }

type Metrics = Readonly<Record<string, Readonly<Record<string, number>>>>

/** The snapshots of GetDatasetMetrics, oldest first. */
export function pointsOf(metrics: Metrics): Point[] {
  const labelled = metrics.manual_annotation ?? {}
  return Object.entries(metrics.total ?? {})
    .map(([time, total]) => ({ time: Number(time), total, labelled: labelled[time] ?? 0 }))
    .sort((a, b) => a.time - b.time)
}

/** A round number not below a value, for the top of a scale: 1, 2 or 5 times a power of ten. */
export function roundUp(value: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(1, value)))
  return [1, 2, 5, 10].map((step) => step * power).find((step) => step >= value)!
}

export type Box = { left: number; top: number; width: number; height: number }

/** Where points lie in a drawing, in its pixels; the highest value is `top`. */
export function placePoints(points: readonly Point[], read: (point: Point) => number, box: Box, top: number) {
  const first = points[0]?.time ?? 0
  const span = Math.max(1, (points.at(-1)?.time ?? 0) - first)
  return points.map((point) => ({
    x: box.left + (box.width * (point.time - first)) / span,
    y: box.top + box.height * (1 - read(point) / top),
  }))
}
