import type { SceneEntry, TaskScene } from '#tests/scenes.ts'
import { Unanswered } from './stage.ts'
import { type Random, Workload } from './workload.ts'

const [ACCEPTING, UNCHECK, REJECTED, ACCEPTED] = [2, 3, 4, 5]
const ACTIONS = [0, 1, 4, 5]
const FIRST_STEPS = ['start', 'judge', 'finish'] as const

type Step =
  | { kind: 'start' }
  | { kind: 'judge'; verdicts: ReadonlyMap<string, boolean> }
  | { kind: 'finish'; action: number }

/** One acceptance of thousands of entries, from the start to the finish. */
export class Acceptance extends Workload<Step> {
  readonly name = 'acceptance'
  readonly #verdicts = new Map<string, boolean>()
  readonly #action: number
  readonly #begin: (typeof FIRST_STEPS)[number]
  #done: Step['kind'][] = []

  constructor(scene: TaskScene, random: Random) {
    super(scene, random)
    this.#action = ACTIONS[random(ACTIONS.length)]!
    this.#begin = FIRST_STEPS[random(FIRST_STEPS.length)]!
  }

  /** All is labelled; some acceptances are well under way when the round begins. */
  override async prepare(): Promise<void> {
    await this.save(
      this.scene.labeler,
      this.scene.sample_ids.map((sample_id) => ({ sample_id, labels: [{ name: 'spam' }] })),
    )
    for (let step = await this.next(); step && step.kind !== this.#begin; step = await this.next()) {
      await this.send(step, false)
      this.expect(step)
    }
  }

  protected async next(): Promise<Step | null> {
    if (!this.#done.includes('start')) return { kind: 'start' }
    if (!this.#done.includes('judge')) return { kind: 'judge', verdicts: await this.#judgeDrawn() }
    if (!this.#done.includes('finish')) return { kind: 'finish', action: this.#action }
    // Nothing is left to do but to wait for the end.
    await this.#status()
    return null
  }

  /** Verdicts on half of what was drawn, as soon as that is known. */
  async #judgeDrawn(): Promise<Map<string, boolean>> {
    while ((await this.#status()) !== ACCEPTING) await new Promise((resolve) => setTimeout(resolve, 5))
    const { samples } = await this.scene.owner.call('ListWorkforceTaskSamples', {
      ...this.scene,
      sample_state: '__WORKFORCE_SAMPLED__',
      limit: 100,
    })
    const judged = samples.filter(() => this.random(2) === 0)
    return new Map(judged.map(({ sample_id }) => [sample_id!, this.random(3) > 0]))
  }

  async #status(): Promise<number> {
    const { status } = await this.scene.owner.call('DescWorkforceTask', this.scene)
    return status!
  }

  protected async send(step: Step, again: boolean): Promise<void> {
    const call = () => {
      if (step.kind === 'start') {
        return this.scene.owner.call('StartWorkforceSamplingTask', this.scene, { sampling_num: 80 })
      }
      if (step.kind === 'finish') {
        return this.scene.owner.call('UpdateWorkforceSamplingTask', this.scene, { action: step.action })
      }
      const comments = [...step.verdicts].map(([sample_id, accept]) => ({ sample_id, accept }))
      return comments.length === 0 ? Promise.resolve() : this.scene.judge(comments)
    }
    await call().catch((error: { error_code?: string }) => {
      // A start that has been done cannot be done again; all other steps can.
      const isStarted = again && step.kind === 'start' && error.error_code === 'ModelArts.4623'
      if (error instanceof Unanswered || !isStarted) throw error
    })
  }

  protected expect(step: Step): void {
    this.#done.push(step.kind)
    if (step.kind === 'judge') for (const [sample_id, accept] of step.verdicts) this.#verdicts.set(sample_id, accept)
  }

  protected async compare(pending: Step | null): Promise<{ faults: string[]; done: boolean }> {
    const task = await this.scene.task()
    const entries = await this.scene.entries()
    const faults: string[] = []
    let done = false
    if (pending?.kind === 'start') done = task.acceptance_number === 1
    if (pending?.kind === 'judge') {
      const judged = entries.filter(({ sample_id, verdict }) => pending.verdicts.has(sample_id) && verdict !== null)
      done = judged.length > 0
      if (done && judged.length < pending.verdicts.size) faults.push('the verdicts are half stored')
    }
    if (pending?.kind === 'finish') done = entries.some(({ state }) => state !== UNCHECK)
    const verdicts = done && pending?.kind === 'judge' ? pending.verdicts : this.#verdicts
    const isFinished = this.#done.includes('finish') || (done && pending?.kind === 'finish')
    const isStarted = this.#done.includes('start') || (done && pending?.kind === 'start')
    faults.push(...this.#faultsOfEntries(entries, { verdicts, isFinished }))
    faults.push(...(await this.#faultsOfDataset(entries)))
    const drawn = entries.filter(({ drawn_in }) => drawn_in === 1).length
    if (drawn !== (isStarted ? 80 : 0)) faults.push(`${drawn} entries are drawn`)
    const status = isFinished ? this.#statusAfter(entries) : isStarted ? ACCEPTING : 1
    if (task.status !== status) faults.push(`the task is in ${task.status} instead of ${status}`)
    return { faults, done }
  }

  #faultsOfEntries(
    entries: readonly SceneEntry[],
    { verdicts, isFinished }: { verdicts: ReadonlyMap<string, boolean>; isFinished: boolean },
  ): string[] {
    return entries.flatMap(({ entry_key, sample_id, state, verdict }) => {
      const given = verdicts.get(sample_id)
      const wanted = isFinished ? this.#outcomeOf(given) : UNCHECK
      const stored = verdict === null ? undefined : verdict === 1
      if (state === wanted && stored === given) return []
      return [`entry ${entry_key} is in ${state} instead of ${wanted}, with verdict ${stored} instead of ${given}`]
    })
  }

  #outcomeOf(verdict: boolean | undefined): number {
    if (this.#action === 0) return ACCEPTED
    if (this.#action === 1) return REJECTED
    return verdict === true || (verdict === undefined && this.#action === 4) ? ACCEPTED : REJECTED
  }

  /** The dataset has the labels of the accepted entries and no others. */
  async #faultsOfDataset(entries: readonly SceneEntry[]): Promise<string[]> {
    const samples = await this.scene.samples()
    return entries.flatMap(({ entry_key, sample_id, state, labels }) => {
      const sample = samples.get(sample_id)!
      const wanted = state === ACCEPTED ? labels : '[]'
      return sample.labels === wanted && sample.state === (state === ACCEPTED ? 1 : 0)
        ? []
        : [`the sample of entry ${entry_key} in state ${state} holds ${sample.labels}`]
    })
  }

  #statusAfter(entries: readonly SceneEntry[]): number {
    return entries.every(({ state }) => state === ACCEPTED) ? 3 : 4
  }
}
