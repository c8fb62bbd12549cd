import { type Comment, type Item, LABEL_LISTS, OWNER, PREDICTED, SCORES, type Scenery } from './commands.ts'

/**
 * What team task, entries, review, acceptance and dataset labels should do, written down from the behaviour pages a second
 * time and as plainly as possible: everything in memory, no rule taken from the program. What is left to chance (who is
 * drawn, who gets an entry) is read from the records and only judged here.
 */

export type EntryState = 'UN' | 'AUTO' | 'UNREVIEWED' | 'UNCHECK' | 'REJECTED' | 'ACCEPTED'
export type Entry = {
  key: number
  sample: number
  person: number
  state: EntryState
  labels: readonly string[]
  /** Looked at, nothing to mark (D51). */
  empty: boolean
  saves: number
  savedAt: number
  review: Verdict
  check: Verdict
}
export type Dealt = { key: number; sample: number; person: number }
type Verdict = { accept: boolean | null; score: string | null; comment: string | null }
export type Sample = {
  labels: readonly string[]
  empty: boolean
  annotatedBy: number | null
  labelers: readonly number[]
  changes: number
}

/** Numbers of the wire. */
export const Status = { running: 1, accepting: 2, accepted: 3, rejected: 4, synchronizing: 5, sampling: 7 } as const

export type Acceptance = {
  request: { sampling_num?: number; sampling_rate?: number }
  phase: 'sampling' | 'open' | 'applying' | 'finished' | 'cancelled'
  /** Entries that are judged; of an open one those that were deleted are taken out, an ended one keeps its figures. */
  pool: Set<number>
  drawn: Set<number>
  verdicts: Map<number, string>
  action: number | null
  overwrite: boolean
}

/** What a call must answer: one of these codes, a code with HTTP 200, or a result per item. */
export type Expected =
  | { refused: readonly string[] }
  | { notice: string }
  | { items: readonly (readonly string[] | null)[] }
  | { conflicts: readonly number[] }
  | { done: true }

const DONE: Expected = { done: true }
const refuse = (...codes: string[]): Expected => ({ refused: codes })
const isLabelled = ({ labels, empty }: { labels: readonly string[]; empty: boolean }) => labels.length > 0 || empty
const same = (a: readonly string[], b: readonly string[]) => [...a].sort().join() === [...b].sort().join()

export class Reference {
  readonly entries = new Map<number, Entry>()
  readonly samples = new Map<number, Sample>()
  readonly acceptances: Acceptance[] = []
  readonly audit = new Map<string, number>()
  readonly scenery: Scenery
  /** By which two saves of the same moment are told apart (D37). */
  readonly #workerIds: readonly string[]
  roles: readonly number[]
  status: number = Status.running
  before: number = Status.running
  deleted = 0
  #time = 0

  constructor(scenery: Scenery, dealt: readonly Dealt[], workerIds: readonly string[]) {
    this.scenery = scenery
    this.#workerIds = workerIds
    this.roles = scenery.roles
    for (let i = 0; i < scenery.samples; i++) {
      this.samples.set(i, { labels: [], empty: false, annotatedBy: null, labelers: [], changes: 0 })
    }
    for (const one of dealt) {
      const predicted = scenery.predicted && one.sample === 0
      this.entries.set(one.key, { ...newEntry(one), ...(predicted && { state: 'AUTO', labels: PREDICTED }) })
    }
  }

  // The people

  get labelers(): number[] {
    return this.#having(0)
  }

  #having(role: number): number[] {
    return this.roles.flatMap((has, person) => (has === role ? [person] : []))
  }

  /** Why somebody may not make a call at all; `roles` may. */
  #barred(by: number, ...roles: number[]): Expected | null {
    if (by === OWNER) return null
    const role = this.roles[by]!
    if (role === 2) return refuse('4352')
    return roles.includes(role) ? null : refuse('4600')
  }

  // Entries

  #of(sample: number): Entry[] {
    return [...this.entries.values()].filter((entry) => entry.sample === sample)
  }

  #find(sample: number, person: number): Entry | undefined {
    return this.#of(sample).find((entry) => entry.person === person)
  }

  get current(): Acceptance | undefined {
    return this.acceptances.at(-1)
  }

  get isAccepting(): boolean {
    return [Status.sampling, Status.accepting, Status.synchronizing].some((status) => status === this.status)
  }

  /** Waiting for the verdict of the acceptance that runs. */
  isPooled(entry: Entry): boolean {
    return this.isFrozen(entry) && entry.state === 'UNCHECK'
  }

  /** In the pool of the acceptance that runs. */
  isFrozen(entry: Entry): boolean {
    return this.isAccepting && this.current!.pool.has(entry.key)
  }

  counts(person?: number): Record<EntryState, number> {
    const counts = { UN: 0, AUTO: 0, UNREVIEWED: 0, UNCHECK: 0, REJECTED: 0, ACCEPTED: 0 }
    for (const entry of this.entries.values()) {
      if (person === undefined || entry.person === person) counts[entry.state]++
    }
    return counts
  }

  // Calls

  save(by: number, items: readonly Item[]): Expected {
    const barred = this.#barred(by, 0)
    if (barred) return barred
    const time = ++this.#time
    const hadEmpty = new Map([...this.entries.values()].map((entry) => [entry, entry.empty]))
    const accepted = new Map<number, Entry>()
    let stored = 0
    const results = items.map((item) => {
      const entry = this.#addressed(by, item)
      if (Array.isArray(entry)) return entry
      const codes = this.#faultsOfSave(by, entry, item)
      if (codes.length > 0) return codes
      stored++
      this.#store(entry, item, time)
      if (entry.state === 'ACCEPTED') accepted.set(entry.sample, entry)
      return null
    })
    if (this.scenery.auto_sync_dataset) {
      for (const entry of accepted.values()) this.#followOwner(entry, hadEmpty.get(entry)!)
    }
    if (by !== OWNER && stored > 0 && this.status === Status.rejected) this.status = Status.running
    return { items: results }
  }

  #addressed(by: number, { sample, worker }: Item): Entry | string[] {
    if (by !== OWNER && worker !== null && worker !== by) return ['4600']
    if (by !== OWNER || worker !== null) return this.#find(sample, worker ?? by) ?? ['4420']
    const all = this.#of(sample)
    return all.length === 1 ? all[0]! : [all.length === 0 ? '4420' : '4604']
  }

  #faultsOfSave(by: number, entry: Entry, { labels, empty }: Item): string[] {
    const codes: string[] = []
    const frozen = this.isFrozen(entry)
    if (by === OWNER) {
      if (frozen) codes.push('4623')
      const marked = empty > 0 ? empty === 1 : entry.empty
      if (entry.state === 'ACCEPTED' && LABEL_LISTS[labels]!.length === 0 && !marked) codes.push('4413')
    } else if (frozen || entry.state === 'ACCEPTED' || this.status === Status.accepted) codes.push('4600')
    if (LABEL_LISTS[labels]!.includes('eggs')) codes.push('4410')
    return codes
  }

  #store(entry: Entry, { labels, empty }: Item, time: number): void {
    entry.labels = LABEL_LISTS[labels]!
    if (empty > 0) entry.empty = empty === 1
    if (entry.labels.length > 0) entry.empty = false
    entry.saves++
    entry.savedAt = time
    if (entry.state === 'ACCEPTED') return
    entry.review = { ...entry.review, accept: null, score: null }
    entry.check = { ...entry.check, accept: null, score: null }
    if (!isLabelled(entry)) entry.state = 'UN'
    else if (entry.state !== 'UNREVIEWED') entry.state = this.#having(1).length > 0 ? 'UNREVIEWED' : 'UNCHECK'
  }

  /** The owner corrected an accepted entry (D12). */
  #followOwner(entry: Entry, hadEmpty: boolean): void {
    const sample = this.samples.get(entry.sample)!
    sample.empty = entry.empty || (sample.empty && !hadEmpty)
    this.#relabelSample(sample, entry.labels, OWNER)
  }

  #relabelSample(sample: Sample, labels: readonly string[], by: number): void {
    sample.labels = labels
    if (labels.length > 0) sample.empty = false
    const labelled = isLabelled(sample)
    sample.annotatedBy = labelled ? by : null
    if (labelled && !sample.labelers.includes(by)) sample.labelers = [...sample.labelers, by]
    sample.changes++
  }

  relabel(samples: readonly number[], labels: number): Expected {
    const relabelled = new Set<number>()
    const items = samples.map((index) => {
      if (!this.samples.has(index)) return ['4420']
      relabelled.add(index)
      return null
    })
    for (const index of relabelled) this.#relabelSample(this.samples.get(index)!, LABEL_LISTS[labels]!, OWNER)
    return { items }
  }

  review(by: number, comments: readonly Comment[]): Expected {
    const barred = this.#barred(by, 1)
    if (barred) return barred
    const judged = new Map<Entry, Comment>()
    for (const comment of comments) {
      const meant = this.#meantByReview(by, comment)
      if (meant.length === 0) return refuse('4420')
      for (const entry of meant) judged.set(entry, comment)
    }
    if (this.status === Status.accepted) return refuse('4420')
    const isReviewed = (entry: Entry) =>
      entry.review.accept !== null && (entry.state === 'UNCHECK' || entry.state === 'REJECTED')
    const waiting = [...judged.keys()].filter((entry) => entry.state === 'UNREVIEWED')
    const codes: string[] = []
    if ([...judged.keys()].some((entry) => entry.state !== 'UNREVIEWED' && !isReviewed(entry))) codes.push('4420')
    if ([...judged.keys()].some((entry) => entry.person === by)) codes.push('4600')
    if (codes.length > 0) return refuse(...codes)
    if (waiting.length === 0) return { notice: '4606' }
    for (const entry of waiting) {
      const { accept, score, text } = judged.get(entry)!
      entry.state = accept ? 'UNCHECK' : 'REJECTED'
      entry.review = verdictOf(accept, score, text)
    }
    this.#wroteAudit('review')
    return DONE
  }

  #meantByReview(by: number, { sample, worker }: Comment): Entry[] {
    const all = this.#of(sample)
    if (worker !== null) return all.filter((entry) => entry.person === worker)
    const waiting = all.filter((entry) => entry.state === 'UNREVIEWED' && entry.person !== by)
    const reviewed = all.filter((entry) => entry.state !== 'UNREVIEWED' && entry.review.accept !== null)
    return waiting.length > 0 ? waiting : reviewed.length > 0 ? reviewed : all
  }

  start(by: number, request: Acceptance['request']): Expected {
    const barred = this.#barred(by)
    if (barred) return barred
    const { sampling_num, sampling_rate } = request
    if ((sampling_num === undefined) === (sampling_rate === undefined) || sampling_num === 0) return refuse('4396')
    if (this.isAccepting) return refuse('4623')
    const pool = [...this.entries.values()].filter(({ state }) => state === 'UNCHECK').map(({ key }) => key)
    if (this.status === Status.accepted || pool.length === 0) return refuse('4625')
    this.acceptances.push({
      request,
      phase: 'sampling',
      pool: new Set(pool),
      drawn: new Set(),
      verdicts: new Map(),
      action: null,
      overwrite: false,
    })
    this.before = this.status
    this.status = Status.sampling
    this.#wroteAudit('acceptance.start')
    return DONE
  }

  judge(by: number, comments: readonly Comment[]): Expected {
    const barred = this.#barred(by)
    if (barred) return barred
    if (this.status !== Status.accepting) return refuse('4624')
    const judged = new Map<Entry, Comment>()
    for (const comment of comments) {
      const meant = this.#of(comment.sample).filter(
        ({ key, person }) => this.current!.drawn.has(key) && (comment.worker === null || person === comment.worker),
      )
      if (meant.length === 0) return refuse('4420')
      for (const entry of meant) judged.set(entry, comment)
    }
    for (const [entry, { accept, score, text }] of judged) {
      entry.check = verdictOf(accept, score, text)
      this.current!.verdicts.set(entry.key, accept ? (entry.check.score ?? 'unscored') : 'rejected')
    }
    this.#wroteAudit('acceptance.judge')
    return DONE
  }

  finish(by: number, action: number, overwrite: boolean): Expected {
    const barred = this.#barred(by)
    if (barred) return barred
    if (action < 0 || action > 5) return refuse('4396')
    const { current } = this
    if (this.status === Status.sampling || this.status === Status.synchronizing) return refuse('4623')
    if (this.status !== Status.accepting) {
      const isRetry = current?.action === action && current.overwrite === overwrite
      return isRetry ? DONE : refuse('4624')
    }
    if (action === 3) return { conflicts: this.#conflicts() }
    current!.action = action
    current!.overwrite = overwrite
    if (action === 2) {
      current!.phase = 'cancelled'
      for (const key of current!.verdicts.keys()) {
        const entry = this.entries.get(key)
        if (entry) entry.check = { accept: null, score: null, comment: null }
      }
      this.status = this.before
      this.#closeIfDone()
      this.#wroteAudit('acceptance.cancel')
    } else {
      current!.phase = 'applying'
      this.status = Status.synchronizing
      this.#wroteAudit('acceptance.apply')
    }
    return DONE
  }

  /** Keys of the pool entries that meet other labels in the dataset or in the pool (5.5). */
  #conflicts(): number[] {
    const pool = [...this.entries.values()].filter((entry) => this.isPooled(entry))
    const differs = (entry: Entry) => {
      const sample = this.samples.get(entry.sample)!
      if (isLabelled(sample) && !same(sample.labels, entry.labels)) return true
      return pool.some((other) => other.sample === entry.sample && !same(other.labels, entry.labels))
    }
    return pool.filter(differs).map(({ key }) => key)
  }

  deleteSamples(samples: readonly number[]): Expected {
    const gone = new Set(samples.filter((index) => this.samples.has(index)))
    let lost = 0
    for (const index of gone) {
      this.samples.delete(index)
      for (const { key } of this.#of(index)) {
        lost++
        this.#forget(key)
      }
    }
    this.deleted += lost
    if (lost > 0) this.#closeIfDone()
    if (gone.size > 0) this.#wroteAudit('samples.delete')
    return { items: samples.map((index) => (gone.has(index) ? null : ['4420'])) }
  }

  #forget(key: number): void {
    this.entries.delete(key)
    const { current } = this
    if (current?.phase !== 'sampling' && current?.phase !== 'open') return
    current.pool.delete(key)
    current.drawn.delete(key)
    current.verdicts.delete(key)
  }

  /** Nothing is left but what is accepted. */
  #closeIfDone(): void {
    if (this.isAccepting) return
    if ([...this.entries.values()].every(({ state }) => state === 'ACCEPTED')) this.status = Status.accepted
  }

  // What happens by itself; `seen` are the records as they are now

  /** How many are drawn. */
  sizeOfDraw(): number {
    const { pool, request } = this.current!
    if (pool.size === 0) return 0
    if (request.sampling_num !== undefined) return Math.min(request.sampling_num, pool.size)
    return Math.max(1, Math.ceil(Number((request.sampling_rate! * pool.size).toFixed(9))))
  }

  /** The draw is done: these were drawn. Says what is wrong with it. */
  drew(keys: readonly number[]): string | null {
    const { current } = this
    if (keys.length !== this.sizeOfDraw()) return `${keys.length} instead of ${this.sizeOfDraw()} were drawn`
    if (keys.some((key) => !current!.pool.has(key))) return 'an entry outside the pool was drawn'
    current!.drawn = new Set(keys)
    current!.phase = 'open'
    this.status = Status.accepting
    return null
  }

  /** Some entries of the pool have their outcome; a sample has all of its own or none. */
  settled(isSettled: (key: number) => boolean): string | null {
    const open = [...this.entries.values()].filter((entry) => this.isPooled(entry))
    for (const ofSample of Map.groupBy(open, ({ sample }) => sample).values()) {
      const done = ofSample.filter(({ key }) => isSettled(key))
      if (done.length === 0) continue
      if (done.length < ofSample.length) return 'only some of the entries of a sample are settled'
      for (const entry of ofSample) {
        entry.state = this.outcomeOf(entry) ? 'ACCEPTED' : 'REJECTED'
        entry.check = { ...entry.check, accept: entry.state === 'ACCEPTED' }
      }
      this.#copyBest(ofSample.filter(({ state }) => state === 'ACCEPTED'))
    }
    return null
  }

  /** The truth table of 5.4. */
  outcomeOf({ key }: Entry): boolean {
    const { action, verdicts } = this.current!
    const verdict = verdicts.get(key)
    if (action === 0) return true
    if (action === 1) return false
    if (action === 4) return verdict !== 'rejected'
    return verdict !== undefined && verdict !== 'rejected'
  }

  #copyBest(accepted: readonly Entry[]): void {
    if (accepted.length === 0 || !this.scenery.auto_sync_dataset) return
    const rank = ({ check }: Entry) => (check.score === null ? 4 : SCORES.indexOf(check.score))
    // The owner can save several entries of a sample with one call, which is one moment.
    const idOf = ({ person }: Entry) => this.#workerIds[person]!
    const best = [...accepted].sort(
      (a, b) => rank(a) - rank(b) || b.savedAt - a.savedAt || (idOf(a) < idOf(b) ? -1 : 1),
    )[0]!
    const sample = this.samples.get(best.sample)!
    if (isLabelled(sample) && (same(sample.labels, best.labels) || !this.current!.overwrite)) return
    sample.empty ||= best.empty
    this.#relabelSample(sample, best.labels, best.person)
  }

  /** The verdict has reached the whole pool; what it rejected of people who left goes to others now. */
  settledAll(): string | null {
    if ([...this.entries.values()].some((entry) => this.isPooled(entry))) return 'an entry of the pool was passed over'
    this.current!.phase = 'finished'
    return null
  }

  /** The acceptance ends. */
  applied(): void {
    const { current } = this
    const open = [...this.entries.values()].filter(({ state }) => state !== 'ACCEPTED')
    const onlyRejects = current!.action === 1 || open.every(({ state }) => state === 'REJECTED')
    this.status = open.length === 0 ? Status.accepted : onlyRejects ? Status.rejected : Status.running
  }

  people(roles: readonly number[]): Expected {
    if (this.isAccepting) return refuse('4623')
    if (!roles.includes(0)) return refuse('4621')
    this.roles = roles
    this.#wroteAudit('workforce_task.people')
    return DONE
  }

  /** Without reviewers nothing waits for them (D22). */
  passOnReviews(): void {
    if (this.#having(1).length > 0) return
    for (const entry of this.entries.values()) if (entry.state === 'UNREVIEWED') entry.state = 'UNCHECK'
  }

  /**
   * Entries that wait for a labeler and belong to none have gone to others, or are dropped because everybody has the
   * sample. `joined`: untouched ones may have changed hands as well, and missing copies are there again.
   */
  handedOver(seen: readonly Dealt[], joined: boolean): string | null {
    const found = new Map(seen.map((one) => [one.key, one]))
    const isLabeler = (person: number) => this.roles[person] === 0
    for (const entry of [...this.entries.values()]) {
      const now = found.get(entry.key)
      const stranded = this.#isStranded(entry)
      if (!now) {
        if (!stranded) return `entry ${entry.key} is lost`
        const others = this.#of(entry.sample).filter((other) => other !== entry)
        const holders = new Set(others.flatMap(({ key }) => found.get(key)?.person ?? []))
        if (this.labelers.some((person) => !holders.has(person))) return `entry ${entry.key} was dropped needlessly`
        this.#forget(entry.key)
        continue
      }
      if (stranded && !isLabeler(now.person) && !this.#waitsForEnd(entry))
        return `entry ${entry.key} still waits for somebody who left`
      if (now.person === entry.person) continue
      const untouched = joined && entry.state === 'UN' && entry.saves === 0
      if (!stranded && !untouched) return `entry ${entry.key} changed hands`
      if (!isLabeler(now.person)) return `entry ${entry.key} went to somebody who does not label`
      entry.person = now.person
    }
    for (const one of seen) {
      if (this.entries.has(one.key)) continue
      if (!joined || !isLabeler(one.person)) return `entry ${one.key} came from nowhere`
      this.entries.set(one.key, newEntry(one))
    }
    this.#closeIfDone()
    return this.#faultOfShares(joined)
  }

  get hasStranded(): boolean {
    return [...this.entries.values()].some((entry) => this.#isStranded(entry))
  }

  /** Waits for a labeler, but belongs to none. */
  #isStranded({ state, person }: Entry): boolean {
    return this.roles[person] !== 0 && (state === 'UN' || state === 'AUTO' || state === 'REJECTED')
  }

  /** Rejected by a verdict that has not reached the whole pool yet: it may, but need not, go to others before that. */
  #waitsForEnd({ key }: Entry): boolean {
    return this.current?.phase === 'applying' && this.current.pool.has(key)
  }

  #faultOfShares(joined: boolean): string | null {
    for (const [sample, ofSample] of Map.groupBy(this.entries.values(), (entry) => entry.sample)) {
      if (new Set(ofSample.map(({ person }) => person)).size < ofSample.length)
        return `sample ${sample} twice in one hand`
      if (ofSample.length > this.scenery.repetition) return `sample ${sample} was dealt too often`
    }
    if (!joined || this.scenery.repetition > 1) return null
    const untouched = this.labelers.map(
      (person) =>
        [...this.entries.values()].filter((e) => e.person === person && e.state === 'UN' && e.saves === 0).length,
    )
    return Math.max(...untouched) - Math.min(...untouched) > 1 ? `uneven shares: ${untouched.join()}` : null
  }

  #wroteAudit(action: string): void {
    this.audit.set(action, (this.audit.get(action) ?? 0) + 1)
  }
}

function newEntry({ key, sample, person }: Dealt): Entry {
  const none = { accept: null, score: null, comment: null }
  return { key, sample, person, state: 'UN', labels: [], empty: false, saves: 0, savedAt: 0, review: none, check: none }
}

function verdictOf(accept: boolean, score: number, text: boolean): Verdict {
  return { accept, score: accept ? (SCORES[score] ?? null) : null, comment: text ? 'comment' : null }
}
