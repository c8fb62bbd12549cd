import { errors } from '#contract/errors.ts'

/** A range of split ratios, as "0.5,0.9"; the schema has read it. E4396 for one that runs backwards. */
export function readRatioRange(range: string | undefined): { least: number; most: number } | undefined {
  if (range === undefined) return undefined
  const [least = 0, most = 0] = range.split(',').map(Number)
  if (least > most) throw errors.parameterInvalid('train_evaluate_ratio: the first number is greater than the second')
  return { least, most }
}
