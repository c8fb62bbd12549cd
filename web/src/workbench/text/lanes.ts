/** Something that takes room beside a line of text: a span under it, an arc above it. Positions in any unit. */
export type Interval = { readonly id: string; readonly start: number; readonly end: number }

/**
 * Gives intervals that overlap different lanes, 0 next to the text. Shorter ones come first, so what lies inside another
 * is always nearer to the text than that. `lengthOf` says how long a thing is as a whole where only a part is given.
 * The order of the list does not matter: equal content gives equal lanes.
 */
export function assignLanes<Item extends Interval>(
  items: readonly Item[],
  lengthOf: (item: Item) => number = ({ start, end }) => end - start,
): Map<string, number> {
  const order = items.toSorted(
    (a, b) => lengthOf(a) - lengthOf(b) || a.start - b.start || a.end - b.end || (a.id < b.id ? -1 : 1),
  )
  const lanes: Item[][] = []
  const laneOf = new Map<string, number>()
  for (const item of order) {
    let lane = lanes.findIndex((taken) => taken.every((other) => !overlap(item, other)))
    if (lane === -1) lane = lanes.push([]) - 1
    lanes[lane]!.push(item)
    laneOf.set(item.id, lane)
  }
  return laneOf
}

/** Empty intervals take room too: they are drawn as a mark. */
function overlap(one: Interval, other: Interval): boolean {
  return one.start < Math.max(other.end, other.start + 1) && other.start < Math.max(one.end, one.start + 1)
}
