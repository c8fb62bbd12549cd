/** Maps a list with at most `width` steps under way at a time, keeping its order. The first step that fails ends it. */
export async function inParallel<Item, Result>(
  items: readonly Item[],
  width: number,
  step: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = new Array(items.length)
  let next = 0
  const work = async () => {
    for (let i = next++; i < items.length; i = next++) results[i] = await step(items[i]!)
  }
  await Promise.all(Array.from({ length: Math.min(width, items.length) }, work))
  return results
}
