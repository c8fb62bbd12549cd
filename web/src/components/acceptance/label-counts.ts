import type { SampleLabel } from '#contract/samples.ts'

export type LabelCount = { readonly name: string; readonly count: number }

/** How often each label stands on a sample, in the order of the names. */
export function countLabels(labels: readonly SampleLabel[] | undefined): LabelCount[] {
  const counts = new Map<string, number>()
  for (const { name = '' } of labels ?? []) counts.set(name, (counts.get(name) ?? 0) + 1)
  return [...counts].map(([name, count]) => ({ name, count })).sort((a, b) => (a.name < b.name ? -1 : 1))
}

/** Whether two sets can be told apart by names and numbers; if not, they differ in places or details. */
export function lookAlike(some: readonly LabelCount[], others: readonly LabelCount[]): boolean {
  return JSON.stringify(some) === JSON.stringify(others)
}
