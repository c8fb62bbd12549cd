/**
 * Lists of a million rows are paged by counters: keys are cut into blocks, every counter is kept per block, and so the
 * block that holds row `offset` is found by adding up a few hundred numbers (architecture 3, "Lists").
 */
const BLOCK_SIZE = 4096

export const blockOf = (key: number): number => Math.floor(key / BLOCK_SIZE)

export type Order = 'asc' | 'desc'

/** Where a page begins: read keys from `from` on in the list's order, and leave out the first `skip` rows. */
export type PageStart = { from: number; skip: number }

/**
 * Finds the first row of a page. `blocks` are the counters of the listed rows per block, in any order; a block may come
 * more than once. Returns null past the end.
 */
export function locatePage(
  blocks: readonly { block: number; count: number }[],
  offset: number,
  order: Order,
): PageStart | null {
  const sorted = [...blocks].sort((a, b) => (order === 'asc' ? a.block - b.block : b.block - a.block))
  let skip = offset
  for (const { block, count } of sorted) {
    if (skip < count) return { from: order === 'asc' ? block * BLOCK_SIZE : (block + 1) * BLOCK_SIZE - 1, skip }
    skip -= count
  }
  return null
}

export const totalOf = (blocks: readonly { count: number }[]): number =>
  blocks.reduce((total, { count }) => total + count, 0)
