/**
 * A mask as COCO has it: lengths of runs down the columns of a picture, in turn without and with the object, the first
 * without. `size` is height and width.
 */
export type Runs = { size: readonly [height: number, width: number]; runs: readonly number[] }

/** `@muster:mask`: the runs compressed to text (formats 11, "Mask storage"). */
export type CompressedMask = { size: [height: number, width: number]; counts: string }

/** Reads both forms, `counts` as numbers or compressed; answers the end of a sentence where it is no mask. */
export function readMask(given: unknown): Runs | string {
  if (typeof given !== 'object' || given === null) return 'holds a mask that is no object'
  const { size, counts } = given as Record<string, unknown>
  if (!Array.isArray(size) || size.length !== 2 || !size.every(isSide)) return 'holds a mask without a size'
  const [height, width] = size as [number, number]
  const runs = typeof counts === 'string' ? decompress(counts, height * width) : counts
  if (!Array.isArray(runs) || !runs.every(isCount)) return 'holds a mask whose counts cannot be read'
  const sum = (runs as number[]).reduce((one, other) => one + other, 0)
  if (sum !== height * width) return `holds a mask that counts ${sum} pixels of ${height * width}`
  return { size: [height, width], runs: runs as number[] }
}

/** Numbers in digits of five bits, the lowest first, each as its difference to the last but one of its kind. */
export function compressMask({ size, runs }: Runs): CompressedMask {
  const codes: string[] = []
  for (const [index, run] of runs.entries()) {
    let rest = index > 2 ? run - runs[index - 2]! : run
    for (let more = true; more; ) {
      const digit = rest & 0x1f
      rest >>= 5
      more = digit & 0x10 ? rest !== -1 : rest !== 0
      codes.push(String.fromCharCode((more ? digit | 0x20 : digit) + 48))
    }
  }
  return { size: [size[0], size[1]], counts: codes.join('') }
}

/** Pixels of the object. */
export function areaOfMask({ runs }: Runs): number {
  return runs.reduce((sum, run, index) => (index % 2 === 1 ? sum + run : sum), 0)
}

function decompress(text: string, most: number): number[] | undefined {
  const runs: number[] = []
  for (let at = 0; at < text.length; ) {
    let value = 0
    let code = 0
    let shift = 0
    do {
      code = text.charCodeAt(at++) - 48
      // Thirty bits hold more than any picture has.
      if (!(code >= 0 && code < 64) || shift > 30) return undefined
      value += (code & 0x1f) * 2 ** shift
      shift += 5
    } while (code & 0x20)
    if (code & 0x10) value -= 2 ** shift
    const run = runs.length > 2 ? value + runs.at(-2)! : value
    if (run < 0 || run > most) return undefined
    runs.push(run)
  }
  return runs
}

function isSide(value: unknown): boolean {
  return Number.isInteger(value) && (value as number) > 0 && (value as number) < 2 ** 20
}

function isCount(value: unknown): boolean {
  return Number.isInteger(value) && (value as number) >= 0 && (value as number) < 2 ** 31
}
