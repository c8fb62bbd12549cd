import { setImmediate as otherWork } from 'node:timers/promises'

/**
 * Lists of a million rows are paged by counters: keys are cut into blocks, every counter is kept per block, and so the
 * block that holds row `offset` is found by adding up a few hundred numbers (architecture 3, "Lists").
 */
const BLOCK_SIZE = 4096

export const blockOf = (key: number): number => Math.floor(key / BLOCK_SIZE)

/** Keys from the first to the last, both included. */
export type KeyRange = { from: number; to: number }

export const keysOf = (block: number): KeyRange => ({ from: block * BLOCK_SIZE, to: (block + 1) * BLOCK_SIZE - 1 })

/** Rows that are looked at without a pause; they may be long. */
const STEP_SIZE = 1024

/** Counts the rows of a block with `rowCount` of them in pieces small enough that other calls need not wait. */
export async function countInSteps(
  keys: KeyRange,
  rowCount: number,
  count: (keys: KeyRange) => Promise<{ count: number }>,
): Promise<number> {
  let total = 0
  for (const step of stepsOf(keys, rowCount)) {
    total += (await count(step)).count
    await otherWork()
  }
  return total
}

/** The keys of a block with `count` rows, in pieces small enough that other calls need not wait for one. */
export function stepsOf({ from, to }: KeyRange, count: number): KeyRange[] {
  if (count <= STEP_SIZE) return [{ from, to }]
  const steps: KeyRange[] = []
  for (let at = from; at <= to; at += STEP_SIZE) steps.push({ from: at, to: Math.min(at + STEP_SIZE - 1, to) })
  return steps
}

/** Goes through the rows of a block in their order, a step at a time, with room for other work between the steps. */
export async function* walk<Row>(
  { from, to }: KeyRange,
  order: Order,
  read: (keys: KeyRange, limit: number) => Promise<Row[]>,
  keyOf: (row: Row) => number,
): AsyncGenerator<Row> {
  for (;;) {
    const rows = await read({ from, to }, STEP_SIZE)
    yield* rows
    if (rows.length < STEP_SIZE) return
    const last = keyOf(rows.at(-1)!)
    if (order === 'asc') from = last + 1
    else to = last - 1
    await otherWork()
  }
}

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

/** How rows of one block are read: without the first `skip` of the list's order, at most `limit`. */
export type BlockReader<Row> = (keys: KeyRange, page: { order: Order; skip: number; limit: number }) => Promise<Row[]>

/** Reads the rows of a page, block by block; `offset` counts rows. What it costs depends on the page alone. */
export async function readPage<Row>(
  blocks: readonly { block: number; count: number }[],
  { offset, limit, order }: { offset: number; limit: number; order: Order },
  read: BlockReader<Row>,
): Promise<Row[]> {
  const start = locatePage(blocks, offset, order)
  if (start === null) return []
  const first = blockOf(start.from)
  const following = blocks
    .filter(({ block, count }) => count > 0 && (order === 'asc' ? block >= first : block <= first))
    .sort((a, b) => (order === 'asc' ? a.block - b.block : b.block - a.block))
  const rows: Row[] = []
  for (const { block } of following) {
    if (rows.length >= limit) break
    const skip = block === first ? start.skip : 0
    rows.push(...(await read(keysOf(block), { order, skip, limit: limit - rows.length })))
  }
  return rows
}

export const totalOf = (blocks: readonly { count: number }[]): number =>
  blocks.reduce((total, { count }) => total + count, 0)
