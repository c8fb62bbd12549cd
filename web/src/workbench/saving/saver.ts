import { ApiError } from '#client/client.ts'
import { replaceContent, type WorkDocument } from '#web/workbench/document/document.ts'
import type { Content } from '#web/workbench/document/label.ts'
import { sameContent } from './fields.ts'
import { type Journal, type KeptJournal, workKey } from './journal.ts'
import { type Decision, type Merge, mergeContents, resolveMerge, type Side } from './merge.ts'
import { type Conflicting, isContested, type OpenedWork } from './open-work.ts'
import { groundOf, type ServerDoor } from './server-door.ts'
import { type Chip, chipOf, type Effect, type SyncEvent, startSync, stepSync, wakeAt } from './sync.ts'

/** What saving needs of the world. */
export type SavingWorld = {
  readonly door: ServerDoor
  readonly journal: Journal
  readonly user: string
  /** Names a line of edits that no other tab has. */
  readonly newTab: () => string
  /** Epoch milliseconds. */
  readonly now: () => number
  /** In [0, 1). */
  readonly random: () => number
  /** Calls back after milliseconds; returns how to call it off. */
  readonly wait: (milliseconds: number, then: () => void) => () => void
  readonly askSignIn: () => void
}

/** What the screen shows of a work; the same value as long as nothing changes. */
export type SaverView = {
  readonly document: WorkDocument
  readonly chip: Chip
  /** What has to be decided. */
  readonly conflict?: Merge
  /** How often the work was submitted since it was opened. */
  readonly submits: number
  /** The server lacks something that is here. */
  readonly pending: boolean
}

/** The work on one sample and its way to the server. */
export type Saver = {
  readonly opened: OpenedWork
  view(): SaverView
  /** Calls back when the view changes; returns how to stop that. */
  subscribe(listener: () => void): () => void
  /** Takes over the document after a gesture; it is in the journal when this returns. */
  change(document: WorkDocument): void
  submit(): void
  /** Whether the work is something else than what was last submitted. */
  differs(): boolean
  /** Blur, navigation, the save key. */
  flush(): void
  tell(event: 'online' | 'signedIn' | 'pagehide'): void
  resolve(decisions: Readonly<Record<string, Decision>>, metadata?: Readonly<Record<string, Side>>): void
  /** Ends all timers; what is not sent stays in the journal. */
  close(): void
}

/** After this time without an answer a request counts as lost, in milliseconds. */
const PATIENCE = 60_000

export function createSaver(world: SavingWorld, opened: OpenedWork): Saver {
  const { door, now } = world
  const { place } = opened
  const tab = opened.tab ?? world.newTab()
  const listeners = new Set<() => void>()
  let { document, ground, conflict } = opened
  let sync = startSync({ edit: opened.edit, saved: opened.saved, now: now(), conflict: conflict !== undefined })
  let submits = 0
  let stopTimer = () => {}
  let kept = keepAnew()
  let view = look()
  if (opened.edit > 0) void moveJournal(opened.key)

  function keepAnew(): KeptJournal {
    const { edit, saved } = sync
    const key = workKey(world.user, place, ground.revision)
    const times = { edit, drafted: saved, log: 0, update_time: now() }
    const work = { key, user: world.user, place, base_revision: ground.revision, tab, ...times }
    return world.journal.keep(work, ground.content, document)
  }
  /** Writes the work under its new key before the old one goes. */
  async function moveJournal(oldKey: string | undefined): Promise<void> {
    const safe = await kept.begin(now())
    if (safe && oldKey !== undefined && oldKey !== kept.work.key) await world.journal.remove(oldKey)
  }

  function look(): SaverView {
    const chip = chipOf(sync)
    const pending = sync.edit > sync.saved || sync.submitting
    return { document, chip, ...(conflict && { conflict: conflict.merge }), submits, pending }
  }

  function show(): void {
    view = look()
    for (const listener of listeners) listener()
  }

  function dispatch(event: SyncEvent): void {
    const step = stepSync(sync, event)
    sync = step.state
    for (const effect of step.effects) run(effect)
    setTimer()
    show()
  }
  function setTimer(): void {
    stopTimer()
    const wake = wakeAt(sync)
    stopTimer = wake === undefined ? () => {} : world.wait(Math.max(0, wake - now()), () => tick())
  }
  const tick = () => dispatch({ type: 'wake', now: now() })

  function run(effect: Effect): void {
    switch (effect.kind) {
      case 'askSignIn':
        world.askSignIn()
        break
      case 'draft': {
        const { edit } = effect
        const draft = { content: document.content, base_revision: ground.revision, edit, tab }
        send(edit, door.saveDraft(place, draft, effect.parting), () => {
          void kept.drafted(edit)
          dispatch({ type: 'done', now: now() })
        })
        break
      }
      case 'submit': {
        const { content } = document
        send(effect.edit, door.submit(place, content, ground), () => submitted(content))
        break
      }
      case 'read':
        send(sync.sent!.edit, door.read(place), (sample) => compare(groundOf(sample)))
    }
  }

  /** Waits for an answer, unless what was sent counts as lost by then, or a newer draft went out past it. */
  function send<Answer>(edit: number, request: Promise<Answer>, then: (answer: Answer) => void): void {
    const sent = sync.sent
    let open = sent?.edit === edit
    const settle = (act: () => void) => {
      if (open && sync.sent === sent) act()
      open = false
      stopWaiting()
    }
    const lost = () => dispatch({ type: 'lost', now: now(), random: world.random() })
    const stopWaiting = world.wait(PATIENCE, () => settle(lost))
    request.then(
      (answer) => settle(() => then(answer)),
      (error: unknown) => settle(() => (error instanceof ApiError ? refused(error) : lost())),
    )
  }
  function refused(refusal: ApiError): void {
    dispatch({ type: 'refused', now: now(), refusal, random: world.random() })
  }

  /** The labels of the server are what was sent, with the next revision; edits made meanwhile go on upon them. */
  function submitted(content: Content): void {
    submits++
    const old = kept
    ground = { content, revision: ground.revision + 1 }
    dispatch({ type: 'done', now: now() })
    kept = keepAnew()
    if (sync.edit === sync.saved) void old.remove()
    else void moveJournal(old.work.key)
  }

  function compare(theirs: typeof ground): void {
    const merge = mergeContents(ground.content, document.content, theirs.content)
    if (isContested(merge)) {
      conflict = { merge, theirs: theirs.content, ground: theirs }
      dispatch({ type: 'read', now: now(), outcome: 'conflict' })
      return
    }
    const outcome = sameContent(merge.content, theirs.content) ? 'included' : 'merged'
    const wasOurs = outcome === 'included' && sync.unsure
    if (wasOurs) submits++
    standUpon(theirs, merge.content, outcome === 'merged')
    dispatch({ type: 'read', now: now(), outcome })
    if (wasOurs) void kept.remove()
  }

  /** Goes on upon other labels; `brings`: the outcome is something that the server lacks. */
  function standUpon(theirs: typeof ground, content: Content, brings: boolean): void {
    const old = kept
    ground = theirs
    document = replaceContent(document, content)
    if (brings) dispatch({ type: 'edit', now: now() })
    kept = keepAnew()
    void moveJournal(old.work.key)
  }

  // What was brought back goes to the server even if nobody does anything with it.
  setTimer()
  return {
    opened,
    view: () => view,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    change(next) {
      if (next === document) return
      const edited = next.content !== document.content
      document = next
      void kept.append(next, now())
      if (edited) dispatch({ type: 'edit', now: now() })
      else show()
    },
    submit: () => dispatch({ type: 'submit', now: now() }),
    differs: () => !sameContent(document.content, ground.content),
    flush: () => dispatch({ type: 'flush', now: now() }),
    tell: (type) => dispatch({ type, now: now() }),
    resolve(decisions, metadata) {
      if (conflict === undefined) return
      const { theirs, ground: next }: Conflicting = conflict
      const merge = mergeContents(ground.content, document.content, theirs)
      conflict = undefined
      standUpon(next, resolveMerge(merge, decisions, metadata), true)
      dispatch({ type: 'resolved', now: now() })
    },
    close() {
      stopTimer()
      listeners.clear()
    },
  }
}
