/** Cards that are looked at together (workbench 5): no more than these are open at once. */
export const CARDS = 20

/** Which page an entry of the list is on. */
export function pageOf(index: number): number {
  return Math.floor(Math.max(index, 0) / CARDS)
}

/** The first entry of a page, and the one behind its last. */
export function boundsOf(page: number, listed: number): { first: number; end: number } {
  return { first: Math.min(page * CARDS, listed), end: Math.min((page + 1) * CARDS, listed) }
}

/** Where a step leads within a page; it ends at the first and the last card. */
export function stepOn(index: number, by: number, listed: number): number {
  const { first, end } = boundsOf(pageOf(index), listed)
  return Math.max(first, Math.min(index + by, end - 1))
}
