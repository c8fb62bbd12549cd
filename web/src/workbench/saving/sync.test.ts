import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { backOff } from './back-off.ts'
import { chipOf, type Effect, type Sync, type SyncEvent, startSync, stepSync, wakeAt } from './sync.ts'

/** Plays events and gives the state after them and all effects, each with the index of its event. */
function play(events: readonly SyncEvent[], begin: Sync = startSync()) {
  let state = begin
  const effects: (Effect & { at: number })[] = []
  for (const [at, event] of events.entries()) {
    const step = stepSync(state, event)
    state = step.state
    effects.push(...step.effects.map((effect) => ({ ...effect, at })))
  }
  return { state, effects, chip: chipOf(state) }
}

const at = (type: Exclude<SyncEvent['type'], 'refused' | 'lost' | 'read'>, now: number): SyncEvent => ({ type, now })
const lost = (now: number): SyncEvent => ({ type: 'lost', now, random: 0 })
const read = (outcome: 'included' | 'merged' | 'conflict', now: number): SyncEvent => ({ type: 'read', now, outcome })
const refused = (status: number, now: number): SyncEvent => ({
  type: 'refused',
  now,
  random: 0,
  refusal: { status, error_code: 'ModelArts.4000', error_msg: 'no' },
})
const draft = (edit: number, parting = false) => ({ kind: 'draft', edit, parting })

test('an edit goes out after 600 ms without another', () => {
  const { state } = play([at('edit', 0), at('edit', 500)])
  expect(wakeAt(state)).toBe(1100)
  expect(play([at('wake', 1099)], state).effects).toEqual([])
  expect(play([at('wake', 1100)], state).effects).toMatchObject([draft(2)])
})

test('who never pauses is saved every five seconds', () => {
  const edits = Array.from({ length: 20 }, (_, index) => at('edit', index * 500))
  expect(wakeAt(play(edits.slice(0, 10)).state)).toBe(5000)
  expect(play(edits).effects).toMatchObject([{ ...draft(11), at: 10 }])
})

test('blur, navigation and the save key send at once', () => {
  expect(play([at('edit', 0), at('flush', 1)]).effects).toMatchObject([draft(1)])
  expect(play([at('flush', 1)]).effects).toEqual([])
})

test('the chip tells how it stands', () => {
  const saving = play([at('edit', 0), at('wake', 600)])
  expect(chipOf(startSync())).toEqual({ kind: 'saved', at: undefined })
  expect(saving.chip).toEqual({ kind: 'saving' })
  expect(play([at('done', 700)], saving.state).chip).toEqual({ kind: 'saved', at: 700 })
  const offline = play([lost(700), at('edit', 800), at('edit', 900)], saving.state)
  expect(offline.chip).toEqual({ kind: 'offline', changes: 3 })
  expect(play([refused(401, 700)], saving.state).chip).toEqual({ kind: 'expired' })
  expect(play([refused(404, 700)], saving.state).chip).toMatchObject({ kind: 'failed', error_msg: 'no' })
})

test('one thing is on its way at a time, and a submit waits for the draft before it', () => {
  const { effects, state } = play([at('edit', 0), at('wake', 600), at('edit', 650), at('submit', 700), at('done', 800)])
  expect(effects).toMatchObject([
    { ...draft(1), at: 1 },
    { kind: 'submit', edit: 2, at: 4 },
  ])
  expect(play([at('done', 900)], state)).toMatchObject({ effects: [], chip: { kind: 'saved', at: 900 } })
})

test('what is edited while a submit is under way follows as a draft', () => {
  const { state } = play([at('edit', 0), at('submit', 10), at('edit', 20), at('done', 100)])
  expect(state).toMatchObject({ edit: 2, saved: 1, submitting: false })
  expect(wakeAt(state)).toBe(620)
  expect(play([at('wake', 620)], state).effects).toMatchObject([draft(2)])
})

test('without an answer it waits longer each time, and comes back at once when the network does', () => {
  const first = play([at('edit', 0), at('wake', 600), lost(1000)])
  expect(wakeAt(first.state)).toBe(1500)
  const second = play([at('wake', 1500), lost(2000)], first.state)
  expect(wakeAt(second.state)).toBe(3000)
  expect(play([at('edit', 2100), at('flush', 2200)], second.state).effects).toEqual([])
  expect(play([at('online', 2300)], second.state).effects).toMatchObject([draft(1)])
  expect(play([refused(503, 1000)], play([at('edit', 0), at('wake', 600)]).state).state.retryAt).toBe(1500)
})

test('an ended session asks for the password once and goes on after it', () => {
  const { state, effects } = play([at('edit', 0), at('submit', 10), refused(401, 20), at('edit', 30), at('flush', 40)])
  expect(effects.map(({ kind }) => kind)).toEqual(['submit', 'askSignIn'])
  expect(play([at('signedIn', 50)], state).effects).toMatchObject([{ kind: 'submit', edit: 2 }])
})

describe('a stale submit', () => {
  const stale = play([at('edit', 0), at('submit', 10), refused(412, 20)])
  test('reads what is there', () => expect(stale.effects.map(({ kind }) => kind)).toEqual(['submit', 'read']))

  test('goes again upon it when the changes fit together', () => {
    expect(play([read('merged', 30)], stale.state).effects).toMatchObject([{ kind: 'submit', edit: 1 }])
    expect(play([read('included', 30)], stale.state).effects).toMatchObject([{ kind: 'submit', edit: 1 }])
  })

  test('waits for a decision when they do not, while drafts go on', () => {
    const { state, chip, effects } = play([read('conflict', 30)], stale.state)
    expect(chip).toEqual({ kind: 'conflict' })
    expect(effects).toMatchObject([draft(1)])
    expect(play([at('done', 40), at('edit', 50), at('resolved', 60)], state).effects).toMatchObject([
      { kind: 'submit', edit: 2 },
    ])
  })

  test('was the own one, when its answer was lost and the server has all of it', () => {
    const lostOne = play([at('edit', 0), at('submit', 10), lost(20), at('wake', 1000), refused(412, 1100)])
    expect(play([read('included', 1200)], lostOne.state)).toMatchObject({
      effects: [],
      chip: { kind: 'saved', at: 1200 },
    })
    expect(play([read('merged', 1200)], lostOne.state).effects).toMatchObject([{ kind: 'submit' }])
  })
})

test('a refused submit leaves the work saved as a draft, and the next submit tries again', () => {
  const { state, effects, chip } = play([at('edit', 0), at('submit', 10), refused(400, 20), at('done', 30)])
  expect(effects).toMatchObject([{ kind: 'submit' }, draft(1)])
  expect(chip).toMatchObject({ kind: 'failed' })
  expect(play([at('submit', 40)], state).effects).toMatchObject([{ kind: 'submit', edit: 1 }])
})

test('a page that goes sends its newest edit even while something is on its way', () => {
  const sending = play([at('edit', 0), at('wake', 600)])
  expect(play([at('pagehide', 650)], sending.state).effects).toEqual([])
  expect(play([at('edit', 620), at('pagehide', 650)], sending.state).effects).toMatchObject([draft(2, true)])
  expect(play([at('edit', 0), at('pagehide', 5)]).effects).toMatchObject([draft(1, true)])
  expect(play([at('pagehide', 5)]).effects).toEqual([])
})

test('work that the journal brings is sent without an edit', () => {
  expect(wakeAt(startSync({ edit: 5, saved: 3, now: 1000 }))).toBe(1600)
})

const anyEvent: fc.Arbitrary<(now: number) => SyncEvent> = fc.oneof(
  fc
    .constantFrom(
      'edit',
      'edit',
      'edit',
      'submit',
      'wake',
      'flush',
      'online',
      'signedIn',
      'pagehide',
      'done',
      'done',
      'resolved',
    )
    .map((type) => (now: number) => at(type as 'edit', now)),
  fc.constant(lost),
  fc.constantFrom(400, 401, 404, 409, 412, 429, 503).map((status) => (now: number) => refused(status, now)),
  fc.constantFrom('included', 'merged', 'conflict').map((outcome) => (now: number) => read(outcome as 'merged', now)),
)

test('whatever happens, with a server that answers and a person who decides everything is saved in the end', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(anyEvent, fc.nat(2000)), { maxLength: 60 }), (happened) => {
      let now = 0
      let state = startSync()
      let sentBefore = 0
      const answer = (event: SyncEvent) => {
        const step = stepSync(state, event)
        for (const effect of step.effects) {
          if (effect.kind !== 'draft' && effect.kind !== 'submit') continue
          expect(effect.edit).toBeGreaterThanOrEqual(sentBefore)
          sentBefore = effect.edit
        }
        expect(step.state.saved).toBeGreaterThanOrEqual(state.saved)
        state = step.state
      }
      for (const [event, later] of happened) {
        now += later
        answer(event(now))
      }
      answer(at('edit', now))
      answer(at('signedIn', now))
      answer(at('resolved', now))
      for (let turn = 0; turn < 20; turn++) {
        now = Math.max(now, wakeAt(state) ?? now)
        if (state.sent?.kind === 'read') answer(read('merged', now))
        else answer(at(state.sent ? 'done' : 'wake', now))
      }
      expect(state).toMatchObject({ saved: state.edit, submitting: false, sent: undefined })
      expect(wakeAt(state)).toBeUndefined()
    }),
  )
})

test('the wait doubles up to a minute, spread over its upper half', () => {
  fc.assert(
    fc.property(fc.nat(2000), fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (attempts, random) => {
      const wait = backOff(attempts, random)
      expect(wait).toBeGreaterThanOrEqual(Math.min(500 * 2 ** Math.min(attempts, 10), 30_000))
      expect(wait).toBeLessThanOrEqual(60_000)
    }),
  )
  expect([0, 1, 2, 9].map((attempts) => backOff(attempts, 0))).toEqual([500, 1000, 2000, 30_000])
})
