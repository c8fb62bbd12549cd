/** A number of a file and how far it may lie from what was meant, both as shares of a side of the picture. */
export type Share = { value: number; around: number }

/** Shares are written with so many decimals (formats 11). */
const decimals = 6

/** A plain decimal number, or undefined. */
export function readShare(text: string): Share | undefined {
  const found = /^[+-]?(?:\d+(?:\.(\d*))?|\.(\d+))(?:e[+-]?\d{1,3})?$/i.exec(text)
  if (!found) return undefined
  const written = Math.max(decimals, (found[1] ?? found[2] ?? '').length)
  // Besides the last decimal, what calculating with shares adds.
  return { value: Number(text), around: 0.5 * 10 ** -written + 1e-12 }
}

/** A share as it is written, within the picture. */
export function writeShare(pixels: number, side: number): string {
  return Math.min(1, Math.max(0, pixels / side)).toFixed(decimals)
}
