import { Workload } from './workload.ts'

type Deletion = { samples: readonly string[] }

/** Samples are deleted, with their entries. */
export class Deletes extends Workload<Deletion> {
  readonly name = 'deletes'
  readonly #gone = new Set<string>()

  protected async next(): Promise<Deletion | null> {
    const left = this.scene.sample_ids.filter((sample_id) => !this.#gone.has(sample_id))
    const samples = left.slice(0, 1 + this.random(30))
    return samples.length === 0 ? null : { samples }
  }

  /** What is gone already cannot be found again, which tells as much. */
  protected async send({ samples }: Deletion, again: boolean): Promise<void> {
    const { success, error_code } = await this.scene.deleteSamples(samples)
    if (!success && !(again && error_code === 'ModelArts.4420')) throw new Error(`answered with ${error_code}`)
  }

  protected expect({ samples }: Deletion): void {
    for (const sample_id of samples) this.#gone.add(sample_id)
  }

  protected async compare(pending: Deletion | null): Promise<{ faults: string[]; done: boolean }> {
    const samples = await this.scene.samples()
    const entries = new Set((await this.scene.entries()).map(({ sample_id }) => sample_id))
    const left = this.scene.sample_ids.filter((sample_id) => samples.has(sample_id))
    const missing = pending?.samples.filter((sample_id) => !samples.has(sample_id)) ?? []
    const done = missing.length > 0
    const wanted = this.scene.sample_ids.length - this.#gone.size - (done ? pending!.samples.length : 0)
    const faults: string[] = []
    if (done && missing.length < pending!.samples.length) faults.push('a call is half applied')
    if (left.length !== wanted) faults.push(`${left.length} samples are left instead of ${wanted}`)
    if (left.some((sample_id) => this.#gone.has(sample_id))) faults.push('a deleted sample is there again')
    if (entries.size !== left.length) faults.push(`${entries.size} entries are left of ${left.length} samples`)
    const { deleted_sample_count } = await this.scene.task()
    if (deleted_sample_count !== this.scene.sample_ids.length - left.length) {
      faults.push(`the task counts ${deleted_sample_count} deleted samples`)
    }
    return { faults, done }
  }
}
