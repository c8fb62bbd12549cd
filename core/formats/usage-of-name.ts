import type { SampleUsage } from '#contract/codes.ts'

const usages: readonly (readonly [RegExp, SampleUsage])[] = [
  [/^train/i, 'TRAIN'],
  [/^val/i, 'EVAL'],
  [/^test/i, 'TEST'],
  [/^inference$/i, 'INFERENCE'],
]

/** What samples are for, by what other tools call their set: `train2017`, `validation`. */
export function usageOfName(name: string): SampleUsage | undefined {
  return usages.find(([pattern]) => pattern.test(name))?.[1]
}
