import type { SampleUsage } from '#contract/codes.ts'

/** Folders of sets, as people who train call them. */
const usages: ReadonlyMap<string | undefined, SampleUsage> = new Map([
  ['train', 'TRAIN'],
  ['val', 'EVAL'],
  ['valid', 'EVAL'],
  ['validation', 'EVAL'],
  ['test', 'TEST'],
])

/** What a file is for by the last folder of a set above the one it lies in. */
export function usageAbove(folders: readonly string[]): SampleUsage | undefined {
  return usageOf(folders.slice(0, -1).findLast((folder) => usages.has(folder)))
}

export function usageOf(folder: string | undefined): SampleUsage | undefined {
  return usages.get(folder)
}
