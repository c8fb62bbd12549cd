import { describe, expect, test } from 'vitest'
import { TASK_WORDS } from '#core/codecs/task-status.ts'
import { isRefusal } from '#core/refusal.ts'
import {
  ENTRY_EVENTS,
  ENTRY_STATES,
  type EntryEvent,
  type EntryState,
  goesAlong,
  mayWriteEntry,
  moveEntry,
  saveEvent,
} from './entry-life.ts'

const [UN, AUTO, UNREVIEWED, UNCHECK, REJECTED, ACCEPTED] = ENTRY_STATES
const short: Record<string, string> = { UN, AU: AUTO, UR: UNREVIEWED, UC: UNCHECK, RE: REJECTED, AC: ACCEPTED }

// Behaviour 2.4, 4.4, 5.4 and 6.1: UN, AUTO, UNREVIEWED, UNCHECK, UNCHECK in the pool, REJECTED, ACCEPTED.
// `>r` is UNREVIEWED in a task with a reviewer and UNCHECK without.
const answers: Record<EntryEvent, string> = {
  memberSave: '          >r   >r   UR   >r 4600   >r 4600',
  memberClear: '         UN   UN   UN   UN 4600   UN 4600',
  ownerSave: '           >r   >r   UR   >r 4623   >r   AC',
  ownerClear: '          UN   UN   UN   UN 4623   UN 4413',
  reviewPass: '        4420 4420   UC 4606 4606 4606 4420',
  reviewReject: '      4420 4420   RE 4606 4606 4606 4420',
  autoLabelArrives: '    AU   AU   UR   UC   UC   RE   AC',
  outcomeAccepted: '     UN   AU   UR   UC   AC   RE   AC',
  outcomeRejected: '     UN   AU   UR   UC   RE   RE   AC',
  outcomeUncheck: '      UN   AU   UR   UC   UC   RE   AC',
  lastReviewerLeaves: '  UN   AU   UC   UC   UC   RE   AC',
  labelsDeleted: '       UN   UN   UN   UN 4623   UN   AC',
}
const columns = [...ENTRY_STATES.slice(0, 4), UNCHECK, ...ENTRY_STATES.slice(4)] as EntryState[]

const cases = ENTRY_EVENTS.flatMap((event) =>
  answers[event]
    .trim()
    .split(/ +/)
    .map((answer, i) => ({ event, state: columns[i]!, inPool: i === 4, answer })),
)

test('there is an answer for every pair', () => {
  expect(cases).toHaveLength((ENTRY_STATES.length + 1) * ENTRY_EVENTS.length)
})

describe.each([true, false])('with a reviewer: %s', (hasReviewer) => {
  test.each(cases)('$state (pool: $inPool) x $event: $answer', ({ event, state, inPool, answer }) => {
    const to = moveEntry({ state, inPool, hasReviewer, reviewed: true }, event)
    const labelled = hasReviewer ? UNREVIEWED : UNCHECK
    const expected = answer === '>r' ? labelled : (short[answer] ?? `ModelArts.${answer}`)
    expect(isRefusal(to) ? to.error_code : to).toBe(expected)
  })
})

test.each([UNCHECK, REJECTED])('%s without a review verdict of this round does not wait for review', (state) => {
  expect(moveEntry({ state, reviewed: false }, 'reviewPass')).toEqual({
    error_code: 'ModelArts.4420',
    error_msg: `The entry does not wait for review: it is ${state}.`,
  })
})

test('applying an outcome twice is the same as once', () => {
  for (const event of ['outcomeAccepted', 'outcomeRejected', 'outcomeUncheck'] as const) {
    const once = moveEntry({ state: UNCHECK, inPool: true }, event) as EntryState
    expect(moveEntry({ state: once, inPool: once !== UNCHECK }, event)).toBe(once)
  }
})

test('an empty image is finished by the mark, not by empty labels (D51)', () => {
  expect(saveEvent('member', { labels: 0, emptyMark: true })).toBe('memberSave')
  expect(saveEvent('member', { labels: 0, emptyMark: false })).toBe('memberClear')
  expect(saveEvent('owner', { labels: 2, emptyMark: false })).toBe('ownerSave')
  expect(saveEvent('owner', { labels: 0, emptyMark: false })).toBe('ownerClear')
})

test('a leaving labeler hands over what is still to be done', () => {
  expect(ENTRY_STATES.filter(goesAlong)).toEqual([UN, AUTO, REJECTED])
})

describe('who may write an entry (4.4)', () => {
  const mine = { role: 'labeler', own: true, entryState: UN, inPool: false, taskStatus: 'running' } as const
  const owner = { ...mine, role: 'owner', own: false } as const
  const codeOf = (question: Parameters<typeof mayWriteEntry>[0]) =>
    mayWriteEntry(question)?.error_code.replace('ModelArts.', '') ?? 'yes'

  const acceptanceRuns = ['sampling', 'accepting', 'synchronizing'] as const
  test.each(acceptanceRuns)('entries of the pool are frozen while the task is %s, others are not', (taskStatus) => {
    const pooled = { entryState: UNCHECK, inPool: true, taskStatus }
    expect(codeOf({ ...mine, ...pooled })).toBe('4600')
    expect(codeOf({ ...owner, ...pooled })).toBe('4623')
    expect(codeOf({ ...mine, entryState: UNCHECK, taskStatus })).toBe('yes')
    expect(codeOf({ ...owner, entryState: UNCHECK, taskStatus })).toBe('yes')
  })

  test('an accepted entry is the owner’s alone', () => {
    expect(codeOf({ ...mine, entryState: ACCEPTED })).toBe('4600')
    expect(codeOf({ ...owner, entryState: ACCEPTED })).toBe('yes')
  })

  test.each(['created', 'starting'] as const)('nobody writes while the task is %s', (taskStatus) => {
    expect(codeOf({ ...mine, taskStatus })).toBe('4600')
    expect(codeOf({ ...owner, taskStatus })).toBe('4621')
  })

  test('a completed task is the owner’s alone', () => {
    expect(codeOf({ ...mine, taskStatus: 'accepted' })).toBe('4600')
    expect(codeOf({ ...owner, entryState: ACCEPTED, taskStatus: 'accepted' })).toBe('yes')
  })

  test('a pool of an earlier acceptance freezes nothing', () => {
    expect(codeOf({ ...mine, entryState: REJECTED, inPool: true, taskStatus: 'rejected' })).toBe('yes')
  })

  test('a labeler never writes the entry of another, reviewers and managers write none', () => {
    for (const taskStatus of TASK_WORDS)
      for (const entryState of ENTRY_STATES) {
        expect(codeOf({ ...mine, own: false, entryState, taskStatus })).toBe('4600')
        expect(codeOf({ ...mine, role: 'reviewer', entryState, taskStatus })).toBe('4600')
        expect(codeOf({ ...mine, role: 'manager', entryState, taskStatus })).toBe('4600')
      }
  })

  test('what may be written can be moved, what may not cannot', () => {
    for (const by of ['member', 'owner'] as const)
      for (const entryState of ENTRY_STATES)
        for (const inPool of [true, false]) {
          if (inPool && entryState !== UNCHECK) continue
          const question = { ...(by === 'owner' ? owner : mine), entryState, inPool, taskStatus: 'accepting' as const }
          const to = moveEntry({ state: entryState, inPool }, `${by}Save`)
          expect(mayWriteEntry(question)).toEqual(isRefusal(to) ? to : null)
        }
  })
})
