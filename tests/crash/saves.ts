import type { TaskScene } from '#tests/scenes.ts'
import { type Random, Workload } from './workload.ts'

const NAMES = ['ham', 'spam']
const nameOf = (n: number) => NAMES[n % NAMES.length]!

type Save = { n: number; labeler: number; samples: readonly string[] }

/**
 * Saves of one entry or of up to thousands. Each has a number that is saved along, so that an entry tells which save it has
 * seen last.
 */
export class Saves extends Workload<Save> {
  readonly name: string
  readonly #most: number
  /** Number of the last save of each sample, and how many there were. */
  readonly #last = new Map<string, { n: number; saves: number }>()
  #count = 0

  constructor(scene: TaskScene, random: Random, most: number) {
    super(scene, random)
    this.name = most === 1 ? 'single saves' : 'batches'
    this.#most = most
  }

  protected async next(): Promise<Save> {
    const { labelers } = this.scene.team
    const labeler = this.random(labelers.length)
    // Samples are dealt to the labelers in turn.
    const own = this.scene.sample_ids.filter((_, i) => i % labelers.length === labeler)
    // Small batches are as likely as large ones.
    const size = Math.min(own.length, Math.ceil(this.#most ** (this.random(1001) / 1000)))
    const first = this.random(own.length)
    const samples = Array.from({ length: size }, (_, i) => own[(first + i) % own.length]!)
    return { n: ++this.#count, labeler, samples }
  }

  protected send({ n, labeler, samples }: Save): Promise<void> {
    const items = samples.map((sample_id) => ({ sample_id, labels: [{ name: nameOf(n) }], metadata: { n } }))
    return this.save(this.scene.team.labelers[labeler]!, items)
  }

  protected expect({ n, samples }: Save): void {
    for (const sample_id of samples) {
      this.#last.set(sample_id, { n, saves: (this.#last.get(sample_id)?.saves ?? 0) + 1 })
    }
  }

  protected async compare(pending: Save | null): Promise<{ faults: string[]; done: boolean }> {
    const faults: string[] = []
    const inPending = new Set(pending?.samples)
    let done = 0
    for (const entry of await this.scene.entries()) {
      const { sample_id, state, revision } = entry
      const last = this.#last.get(sample_id) ?? { n: 0, saves: 0 }
      const n: number = JSON.parse(entry.metadata).n ?? 0
      const isDone = inPending.has(sample_id) && n === pending!.n
      if (isDone) done++
      const names = (await this.scene.names(entry.labels)).join()
      const wanted = isDone ? { n, saves: last.saves + 1 } : last
      const isWhole = n === 0 ? names === '' && state === 0 : names === nameOf(n) && state === 3
      if (n === wanted.n && revision === wanted.saves && isWhole) continue
      faults.push(
        `entry ${entry.entry_key} has seen ${revision} saves up to ${n}, not ${wanted.saves} up to ${wanted.n}; ` +
          `it holds [${names}] in state ${state}`,
      )
    }
    if (done > 0 && done < inPending.size) faults.push(`save ${pending!.n} is half applied`)
    return { faults, done: done > 0 }
  }
}
