import { deepStrictEqual } from 'node:assert'
import { entryStateOf, SampleFacet } from '#adapters/sql/state-codes.ts'
import type { StoredLabel } from '#core/labels/label.ts'
import { type Caller, Refused } from '#tests/caller.ts'
import { faultsOfCounters } from '#tests/recount.ts'
import { aim } from './aim.ts'
import { type Command, type Comment, LABEL_LISTS, OWNER, SCORES, type Scenery, UNKNOWN_SAMPLE } from './commands.ts'
import { boundOf, figuresOf, statsOf, totalOf } from './figures.ts'
import { type Dealt, type Entry, type Expected, Reference, Status } from './reference.ts'
import { type MortalServer, type Stage, setStage } from './world.ts'

/** Runs commands against the server and the reference side by side; throws where they part. */
export async function runCommands(server: MortalServer, scenery: Scenery, commands: readonly Command[]): Promise<void> {
  const run = new Run(await setStage(server, scenery))
  await run.begin(scenery)
  for (const [i, command] of commands.entries()) {
    try {
      await run.step(command)
    } catch (error) {
      throw new Error(`command ${i}, ${JSON.stringify(command)}: ${(error as Error).message}`, { cause: error })
    }
  }
  await run.end()
}

const SHORT_STATES = { UN_ANNOTATION: 'UN', AUTO_ANNOTATION: 'AUTO' } as const
const shortState = (state: string) => SHORT_STATES[state as keyof typeof SHORT_STATES] ?? state

class Run {
  readonly #stage: Stage
  #reference!: Reference
  #labelNames = new Map<number, string>()
  #last: Command = { kind: 'nothing' }
  /** Records of earlier runs: the table has no index on what they are about. */
  #auditedBefore = 0

  constructor(stage: Stage) {
    this.#stage = stage
  }

  async begin(scenery: Scenery): Promise<void> {
    const { scene, people } = this.#stage
    const labels = await scene.store.db
      .selectFrom('label')
      .select(['label_key', 'name'])
      .where('dataset_id', '=', scene.dataset_id)
      .execute()
    this.#labelNames = new Map(labels.map(({ label_key, name }) => [label_key, name]))
    const last = await scene.store.db
      .selectFrom('audit')
      .select((eb) => eb.fn.max('audit_key').as('audit_key'))
      .executeTakeFirst()
    this.#auditedBefore = last?.audit_key ?? 0
    const workerIds = people.map(({ worker_id }) => worker_id)
    this.#reference = new Reference(scenery, await this.#dealt(), workerIds)
    await this.#compare()
  }

  async step(command: Command): Promise<void> {
    if (command.kind === 'nothing') return
    const meant = command.kind === 'retry' ? this.#last : aim(command, this.#reference)
    await this.#do(meant)
    if (CALLS.includes(meant.kind)) this.#last = meant
    await this.#compare()
  }

  async end(): Promise<void> {
    await this.#look()
    const { scene } = this.#stage
    deepStrictEqual(await faultsOfCounters(scene.store, scene.dataset_id), [])
    deepStrictEqual(await this.#readAudit(), Object.fromEntries(this.#reference.audit))
  }

  // Commands

  async #do(command: Command): Promise<void> {
    const { scene } = this.#stage
    const reference = this.#reference
    switch (command.kind) {
      case 'save': {
        const samples = command.items.map(({ sample, worker, labels, empty }) => ({
          sample_id: this.#sampleId(sample),
          ...(worker !== null && { worker_id: this.#caller(worker).worker_id }),
          labels: LABEL_LISTS[labels]!.map((name) => ({ name })),
          ...(empty > 0 && { metadata: { '@muster:empty': empty === 1 ? 1 : null } }),
        }))
        const expected = reference.save(command.by, command.items)
        await this.#call(expected, command.by, (by) => by.call('UpdateWorkforceTaskSamples', scene, { samples }))
        return this.#redealCleared()
      }
      case 'review': {
        const expected = reference.review(command.by, command.comments)
        const body = { comments: this.#comments(command.comments) }
        await this.#call(expected, command.by, (by) => by.call('ReviewSamples', scene, body))
        // What is rejected goes on at once if its labeler has left.
        return 'done' in expected ? this.#reconcileHands(false) : undefined
      }
      case 'start': {
        const { by, kind: _, ...request } = command
        return this.#call(reference.start(by, request), by, (caller) =>
          caller.call('StartWorkforceSamplingTask', scene, request),
        )
      }
      case 'judge': {
        const body = { comments: this.#comments(command.comments) }
        return this.#call(reference.judge(command.by, command.comments), command.by, (by) =>
          by.call('AcceptSamples', scene, body),
        )
      }
      case 'finish': {
        const { by, action, overwrite } = command
        return this.#call(reference.finish(by, action, overwrite), by, (caller) =>
          caller.call('UpdateWorkforceSamplingTask', scene, { action, overwrite_last_result: overwrite }),
        )
      }
      case 'delete': {
        const samples = command.samples.map((sample) => this.#sampleId(sample))
        return this.#call(reference.deleteSamples(command.samples), OWNER, (by) =>
          by.call('DeleteSamples', scene, { samples }),
        )
      }
      case 'relabel': {
        const labels = LABEL_LISTS[command.labels]!.map((name) => ({ name }))
        const samples = command.samples.map((sample) => ({ sample_id: this.#sampleId(sample), labels }))
        return this.#call(reference.relabel(command.samples, command.labels), OWNER, (by) =>
          by.call('UpdateSamples', scene, { samples }),
        )
      }
      case 'people':
        return this.#changePeople(command.roles, command.steps)
      case 'work':
        return this.#work(command)
      case 'crash':
        return this.#stage.server.crash()
      case 'look':
        return this.#look()
    }
  }

  async #call(expected: Expected, by: number, call: (caller: Caller) => Promise<unknown>): Promise<void> {
    const answer = await call(this.#caller(by)).catch((error: unknown) => {
      if (error instanceof Refused) return error
      throw error
    })
    const faults = this.#faultOfAnswer(expected, answer)
    if (faults) throw new Error(`expected ${JSON.stringify(expected)}, ${faults}`)
  }

  #faultOfAnswer(expected: Expected, answer: unknown): string | null {
    const seen = `but the answer was ${answer instanceof Refused ? answer.message : JSON.stringify(answer)}`
    if ('refused' in expected) {
      if (!(answer instanceof Refused)) return seen
      const code = codeOf(answer)
      return answer.status === (STATUSES[code] ?? 400) && expected.refused.includes(code) ? null : seen
    }
    if (answer instanceof Refused) return seen
    if ('items' in expected) return faultOfItems(expected.items, answer as BatchAnswer) ? seen : null
    if ('conflicts' in expected)
      return this.#faultOfConflicts(expected.conflicts, answer as ConflictAnswer) ? seen : null
    const code = (answer as { error_code?: string }).error_code
    return ('notice' in expected ? code === `ModelArts.${expected.notice}` : code === undefined) ? null : seen
  }

  #faultOfConflicts(keys: readonly number[], { sample_count, samples }: ConflictAnswer): boolean {
    const shown = samples.map(
      ({ sample_id, worker_id }) => `${this.#sampleIndex(sample_id)} ${this.#person(worker_id)}`,
    )
    const wanted = keys
      .map((key) => this.#reference.entries.get(key)!)
      .map(({ sample, person }) => `${sample} ${person}`)
    return sample_count !== keys.length || shown.sort().join() !== wanted.sort().join()
  }

  async #changePeople(roles: readonly number[], steps: number | undefined): Promise<void> {
    const { scene, people, server } = this.#stage
    const before = this.#reference.roles
    const { workforce_id } = scene.team
    const workers = people.flatMap(({ email }, person) => (roles[person] === 2 ? [] : [{ email, role: roles[person] }]))
    // A team without workers means all of it, so there must be somebody to name.
    const named = workers.length > 0 ? workers : [{ email: people[0]!.email, role: 1 }]
    const expected = this.#reference.people(roles)
    await this.#call(expected, OWNER, (by) =>
      by.call('UpdateWorkforceTask', scene, { workforces_config: { workforces: [{ workforce_id, workers: named }] } }),
    )
    if (!('done' in expected)) return
    const done = steps === undefined || (await server.work('deal', scene.workforce_task_id, { steps }))
    if (!done) await server.crash()
    await server.work('deal', scene.workforce_task_id)
    this.#reference.passOnReviews()
    await this.#reconcileHands(roles.some((role, person) => role !== 2 && role !== before[person]))
  }

  /** The owner may clear what somebody who left had labelled: the jobs find such entries and give them to others. */
  async #redealCleared(): Promise<void> {
    if (!this.#reference.hasStranded) return
    await this.#stage.server.work('deal', this.#stage.scene.workforce_task_id)
    await this.#reconcileHands(false)
  }

  async #work({ steps, inside }: { steps?: number; inside?: boolean }): Promise<void> {
    const { server, scene } = this.#stage
    const reference = this.#reference
    const { status, last_checking_task_id } = await scene.task()
    if (status !== Status.sampling && status !== Status.synchronizing) return
    const kind = status === Status.sampling ? 'draw' : 'apply'
    const done = await server.work(kind, last_checking_task_id!, { ...(steps !== undefined && { steps }), inside })
    if (!done) await server.crash()
    const after = await scene.task()
    const entries = await scene.entries()
    if (kind === 'draw') {
      if (after.status === Status.sampling && !done) return
      const drawn = entries.filter(({ drawn_in, state }) => drawn_in === after.acceptance_number && state === 3)
      return failIf(reference.drew(drawn.map(({ entry_key }) => entry_key)))
    }
    // A rejected entry that nobody can take has been dropped by now.
    const waiting = new Set(entries.filter(({ state }) => state === 3).map(({ entry_key }) => entry_key))
    failIf(reference.settled((key) => !waiting.has(key)))
    if (after.status === Status.synchronizing && !done) return
    failIf(reference.settledAll())
    await this.#reconcileHands(false)
    reference.applied()
  }

  /** Who has which entry is left to chance in part: what happened is judged and taken over. */
  async #reconcileHands(joined: boolean): Promise<void> {
    failIf(this.#reference.handedOver(await this.#dealt(), joined))
  }

  // Reading

  async #dealt(): Promise<Dealt[]> {
    const entries = await this.#stage.scene.entries()
    return entries.map(({ entry_key, sample_id, worker_id }) => ({
      key: entry_key,
      sample: this.#sampleIndex(sample_id),
      person: this.#person(worker_id),
    }))
  }

  /** Records and reference say the same after every command. */
  async #compare(): Promise<void> {
    const { scene } = this.#stage
    const reference = this.#reference
    const task = await scene.task()
    deepStrictEqual(
      { status: task.status, deleted: task.deleted_sample_count, acceptances: task.acceptance_number },
      { status: reference.status, deleted: reference.deleted, acceptances: reference.acceptances.length },
    )
    const entries = (await scene.entries()).map(
      (row): Omit<Entry, 'savedAt'> => ({
        key: row.entry_key,
        sample: this.#sampleIndex(row.sample_id),
        person: this.#person(row.worker_id),
        state: shortState(entryStateOf(row.state)) as Entry['state'],
        labels: this.#names(row.labels),
        empty: isMarkedEmpty(row.metadata),
        saves: row.revision,
        review: { accept: flagOf(row.review_accept), score: row.review_score, comment: row.review_comment },
        check: { accept: flagOf(row.check_accept), score: row.check_score, comment: row.check_comment },
      }),
    )
    const wanted = [...reference.entries.values()].sort((a, b) => a.key - b.key).map(({ savedAt: _, ...rest }) => rest)
    deepStrictEqual(entries, wanted)
    await this.#compareSamples()
  }

  async #compareSamples(): Promise<void> {
    const { scene } = this.#stage
    const samples = [...(await scene.samples()).values()].map((row) => ({
      index: this.#sampleIndex(row.sample_id),
      labels: this.#names(row.labels),
      empty: isMarkedEmpty(row.metadata),
      labelled: row.state === SampleFacet.labelled,
      annotatedBy: row.annotated_by,
      labelers: JSON.parse(row.labelers),
      changes: row.revision,
    }))
    const wanted = [...this.#reference.samples].map(([index, sample]) => ({
      index,
      ...sample,
      labelled: sample.labels.length > 0 || sample.empty,
      annotatedBy: sample.annotatedBy === null ? null : this.#nameOf(sample.annotatedBy),
      labelers: sample.labelers.map((person) => this.#nameOf(person)),
    }))
    deepStrictEqual(
      samples.sort((a, b) => a.index - b.index),
      wanted.map(({ index, labels, empty, labelled, annotatedBy, labelers, changes }) => ({
        index,
        labels: [...labels],
        empty,
        labelled,
        annotatedBy,
        labelers,
        changes,
      })),
    )
  }

  /** What the owner sees: figures, lists and report. */
  async #look(): Promise<void> {
    const { scene } = this.#stage
    const reference = this.#reference
    const counts = reference.counts()
    const { sample_stats } = await scene.owner.call('DescWorkforceTask', scene)
    const sampled = reference.status === Status.accepting ? reference.current!.drawn.size : undefined
    deepStrictEqual(
      {
        total: sample_stats!.total_sample_count,
        UN: sample_stats!.unannotated_sample_count,
        AUTO: sample_stats!.auto_annotation_sample_count,
        UNREVIEWED: sample_stats!.unreviewed_sample_count,
        UNCHECK: sample_stats!.uncheck_sample_count,
        REJECTED: sample_stats!.rejected_sample_count,
        ACCEPTED: sample_stats!.accepted_sample_count,
        deleted: sample_stats!.deleted_sample_count,
        ...(sampled !== undefined && { sampled: sample_stats!.sampled_sample_count }),
      },
      {
        total: reference.entries.size,
        ...counts,
        deleted: reference.deleted,
        ...(sampled !== undefined && { sampled }),
      },
    )
    const { sample_count, samples } = await scene.owner.call('ListWorkforceTaskSamples', { ...scene, limit: 100 })
    const seen = samples.map(
      ({ sample_id, worker_id, sample_status }) =>
        `${this.#sampleIndex(sample_id!)} ${this.#person(worker_id!)} ${shortState(sample_status!)}`,
    )
    const wanted = [...reference.entries.values()].map(({ sample, person, state }) => `${sample} ${person} ${state}`)
    deepStrictEqual({ sample_count, seen: seen.sort() }, { sample_count: wanted.length, seen: wanted.sort() })
    await this.#lookAtReport()
  }

  async #lookAtReport(): Promise<void> {
    const { scene } = this.#stage
    const { acceptances, current } = this.#reference
    const id = (await scene.task()).last_checking_task_id
    const report = await scene.report(id ?? undefined)
    deepStrictEqual(report.total_stats, statsOf(totalOf(acceptances)))
    if (!current) return
    deepStrictEqual(report.checking_stats, { task_id: id, ...statsOf(figuresOf(current)) })
    deepStrictEqual(report.muster, { bound: boundOf(current) })
  }

  async #readAudit(): Promise<Record<string, number>> {
    const { scene } = this.#stage
    const { db } = scene.store
    const acceptances = await db
      .selectFrom('acceptance')
      .select('checking_task_id')
      .where('task_id', '=', scene.workforce_task_id)
      .execute()
    const ids = acceptances.map(({ checking_task_id }) => checking_task_id)
    const rows = await db
      .selectFrom('audit')
      .select('action')
      .where('audit_key', '>', this.#auditedBefore)
      .where('object_id', 'in', [scene.workforce_task_id, scene.dataset_id, ...ids])
      .orderBy('audit_key')
      .execute()
    const counts: Record<string, number> = {}
    for (const { action } of rows) counts[action] = (counts[action] ?? 0) + 1
    return counts
  }

  // Names

  #caller(person: number): Caller {
    return person === OWNER ? this.#stage.scene.owner : this.#stage.people[person]!
  }

  #person(worker_id: string): number {
    return this.#stage.people.findIndex((caller) => caller.worker_id === worker_id)
  }

  #nameOf(person: number): string {
    return person === OWNER ? `human/${OWNER_NAME}` : `human/${this.#stage.people[person]!.email}`
  }

  #sampleId(sample: number): string {
    return this.#stage.scene.sample_ids[sample] ?? `unknown${sample === UNKNOWN_SAMPLE ? '' : sample}`
  }

  #sampleIndex(sample_id: string): number {
    return this.#stage.scene.sample_ids.indexOf(sample_id)
  }

  #names(labels: string): string[] {
    return (JSON.parse(labels) as StoredLabel[]).map(({ label_key }) => this.#labelNames.get(label_key!)!)
  }

  #comments(comments: readonly Comment[]) {
    return comments.map(({ sample, worker, accept, score, text }) => ({
      sample_id: this.#sampleId(sample),
      ...(worker !== null && { worker_id: this.#caller(worker).worker_id }),
      accept,
      ...(SCORES[score] && { score: SCORES[score] }),
      ...(text && { comment: 'comment' }),
    }))
  }
}

const CALLS: readonly string[] = ['save', 'review', 'start', 'judge', 'finish', 'delete', 'relabel', 'people']
/** HTTP statuses of refusals other than 400. */
const STATUSES: Record<string, number> = { 4352: 404, 4600: 403 }
/** Of the account that the first start makes. */
const OWNER_NAME = 'Default/admin'

type BatchAnswer = { success: boolean; results?: { success: boolean; error_code?: string }[] }
type ConflictAnswer = { sample_count: number; samples: { sample_id: string; worker_id: string }[] }

const codeOf = ({ error_code }: { error_code?: string }) => error_code?.replace('ModelArts.', '') ?? ''
const flagOf = (flag: number | null) => (flag === null ? null : flag === 1)
const isMarkedEmpty = (metadata: string) => JSON.parse(metadata)['@muster:empty'] === 1

function faultOfItems(expected: readonly (readonly string[] | null)[], { success, results }: BatchAnswer): boolean {
  if (expected.every((codes) => codes === null)) return !success || results !== undefined
  if (success || results?.length !== expected.length) return true
  return expected.some((codes, i) =>
    codes === null ? !results[i]!.success : results[i]!.success || !codes.includes(codeOf(results[i]!)),
  )
}

function failIf(fault: string | null): void {
  if (fault) throw new Error(fault)
}
