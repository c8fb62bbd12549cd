import { blockOf } from './blocks.ts'

/**
 * The order in which the shuffled samples of one labeler get their entries: those of one block of the dataset together,
 * the blocks, and the samples within a block, as they were shuffled. He sees them in a random order all the same, and
 * what is done to a stretch of the dataset finds its entries in few places: finishing an acceptance writes several times
 * less.
 */
export function inDealOrder(sample_keys: readonly number[]): number[] {
  return [...Map.groupBy(sample_keys, blockOf).values()].flat()
}
