import { setImmediate as otherWork } from 'node:timers/promises'
import { type KeyRange, keysOf } from './blocks.ts'

/** The rows of one block: how many there are, and a number that moves with every write to one of them. */
export type Block = { block: number; count: number; changes: number }

/** Questions whose findings are kept. */
const KEPT_QUESTIONS = 100

/**
 * Findings about blocks of rows that no counter tells: how many of them meet a search, what stands in their metadata. They
 * are kept as long as nobody writes to the block, so that paging through a search counts it once, and a save costs the
 * next question one block (architecture 3, "Lists").
 */
export class BlockScan<Found> {
  readonly #kept = new Map<string, Map<number, { changes: number; found: Found }>>()

  /**
   * Answers a question for each block, by `look` at its keys and the number of its rows where the answer is not known. `question` must name everything but the
   * rows of the block that the answer depends on; undefined keeps nothing. Other work may run between two blocks, so call
   * it in a snapshot.
   */
  async scan(
    question: string | undefined,
    blocks: readonly Block[],
    look: (keys: KeyRange, rowCount: number) => Promise<Found>,
  ): Promise<Map<number, Found>> {
    const known = (question !== undefined && this.#kept.get(question)) || new Map()
    const answers = new Map<number, { changes: number; found: Found }>()
    for (const { block, count, changes } of blocks) {
      const before = known.get(block)
      if (before?.changes === changes) answers.set(block, before)
      else {
        answers.set(block, { changes, found: await look(keysOf(block), count) })
        await otherWork()
      }
    }
    if (question !== undefined) this.#keep(question, answers)
    return new Map([...answers].map(([block, { found }]) => [block, found]))
  }

  /** The question asked longest ago is forgotten first. */
  #keep(question: string, answers: Map<number, { changes: number; found: Found }>): void {
    this.#kept.delete(question)
    if (this.#kept.size >= KEPT_QUESTIONS) this.#kept.delete(this.#kept.keys().next().value!)
    this.#kept.set(question, answers)
  }
}
