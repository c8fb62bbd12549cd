import type { WorkLabel } from '#web/workbench/document/label.ts'

/** The next of some labels after (or before) one of a list they are all in, going round at its ends. */
export function neighbour(
  all: readonly WorkLabel[],
  wanted: readonly WorkLabel[],
  from: string | undefined,
  back: boolean,
): WorkLabel | undefined {
  const isWanted = new Set(wanted)
  const order = back ? all.toReversed() : all
  const at = order.findIndex(({ id }) => id === from)
  return [...order.slice(at + 1), ...order.slice(0, at + 1)].find((label) => isWanted.has(label))
}
