/** The points of a line of which two behind each other lie in one place, as tools leave them; these are one. */
export function withoutRepeats(points: readonly number[][]): number[][] {
  return points.filter((point, i) => i === 0 || String(point) !== String(points[i - 1]))
}
