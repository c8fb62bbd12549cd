/** The number with the fewest decimals that lies no further than `around` from the value: 102, not 102.0000128. */
export function plainest(value: number, around: number): number {
  for (let scale = 1; scale <= 1e9; scale *= 10) {
    const rounded = Math.round(value * scale) / scale
    if (Math.abs(rounded - value) <= around) return rounded
  }
  return value
}
