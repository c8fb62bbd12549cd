import { errors, type Refusal } from '#contract/errors.ts'
import { quote } from '#contract/text.ts'

/** What the files of Pascal VOC are written and read with (formats 5 and 11). */
export type VocOptions = {
  /** Coordinates are written as they are; else as whole numbers, which older readers insist on. */
  decimals: boolean
  /** What the first pixel is called: 0 here, 1 in the files of the original challenge. */
  origin: 0 | 1
}

/** Reads `voc_decimals` and `voc_origin`. E4396 for other values. */
export function readVocOptions(options: { [option: string]: unknown }): VocOptions | Refusal {
  const { voc_decimals: decimals = false, voc_origin: origin = 0 } = options
  if (typeof decimals !== 'boolean') {
    return errors.parameterInvalid.refusal(`muster.voc_decimals must be true or false, not ${shown(decimals)}.`)
  }
  if (origin !== 0 && origin !== 1) {
    return errors.parameterInvalid.refusal(`muster.voc_origin must be 0 or 1, not ${shown(origin)}.`)
  }
  return { decimals, origin }
}

/** The same where the caller has seen to them. */
export function vocOptionsOf(options: { [option: string]: unknown }): VocOptions {
  return { decimals: options.voc_decimals === true, origin: options.voc_origin === 1 ? 1 : 0 }
}

function shown(value: unknown): string {
  return typeof value === 'string' ? quote(value) : String(JSON.stringify(value)).slice(0, 80)
}
