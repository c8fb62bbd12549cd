import { describe, expect, test } from 'vitest'
import { AcceptanceAction } from '#contract/codes.ts'
import { readTaskStatus } from '#core/codecs/task-status.ts'
import { isRefusal } from '#core/refusal.ts'
import { decideFinish, type Finish, outcome } from './finish.ts'

const actions = [0, 1, 2, 3, 4, 5] as const

describe('the truth table of behaviour 5.4', () => {
  // Outcomes under the actions 0, 1, 2, 3, 4, 5.
  test.each([
    ['sampled, passed', true, 'passed', 'ARUUAA'],
    ['sampled, rejected', true, 'rejected', 'ARUURR'],
    ['sampled, no verdict', true, null, 'ARUUAR'],
    ['not sampled', false, null, 'ARUUAR'],
  ] as const)('%s', (_, sampled, verdict, expected) => {
    const letters = { ACCEPTED: 'A', REJECTED: 'R', UNCHECK: 'U' } as const
    expect(actions.map((action) => letters[outcome(action, sampled, verdict)]).join('')).toBe(expected)
  })
})

describe('deciding a finish', () => {
  const ask = (question: Partial<Parameters<typeof decideFinish>[0]>) => {
    const usual = { action: 0, taskStatus: 'accepting', lastFinished: null } as const
    const decision = decideFinish({ ...usual, ...question })
    return isRefusal(decision) ? decision.error_code : decision.kind
  }

  test('does what the action says while the task is being accepted', () => {
    expect(actions.map((action) => ask({ action }))).toEqual([
      'apply',
      'apply',
      'cancel',
      'conflicts',
      'apply',
      'apply',
    ])
  })

  test('an earlier acceptance that ended in the same way does not swallow the finish of this one', () => {
    expect(ask({ action: 0, overwrite: false, lastFinished: { action: 0, overwrite: false } })).toBe('apply')
  })

  test.each([undefined, null, '', '0', false, [], [0], {}, -1, 6, 0.5, Number.NaN, 2 ** 32, 'constructor'])(
    'the action %j is refused in every status',
    (action) => {
      for (let status = 0; status < 8; status++)
        expect(ask({ action, taskStatus: readTaskStatus(status) })).toBe('ModelArts.4396')
    },
  )

  test.each([null, 'false', 0, 1, []])('the flag %j is refused', (overwrite) => {
    expect(ask({ overwrite })).toBe('ModelArts.4396')
  })

  test.each(actions)('action %i without an open acceptance: E4623 in 7 and 5, else E4624', (action) => {
    const answers = [0, 1, 3, 4, 5, 6, 7].map((status) => ask({ action, taskStatus: readTaskStatus(status) }))
    expect(answers.map((code) => code.slice(-4))).toEqual(['4624', '4624', '4624', '4624', '4623', '4624', '4623'])
  })

  describe('a retry (5.7, D38)', () => {
    const lastFinished: Finish = { action: AcceptanceAction.passAcceptedAndUnprocessed, overwrite: true }

    test.each(['running', 'accepted', 'rejected'] as const)('of the same call has no effect in %s', (taskStatus) => {
      expect(ask({ ...lastFinished, taskStatus, lastFinished })).toBe('repeat')
    })

    test('of a cancel has no effect either', () => {
      const cancelled: Finish = { action: 2, overwrite: false }
      expect(ask({ action: 2, taskStatus: 'running', lastFinished: cancelled })).toBe('repeat')
    })

    test('with another action or flag is refused', () => {
      const taskStatus = 'running'
      expect(ask({ ...lastFinished, action: 5, taskStatus, lastFinished })).toBe('ModelArts.4624')
      expect(ask({ ...lastFinished, overwrite: false, taskStatus, lastFinished })).toBe('ModelArts.4624')
      expect(ask({ action: lastFinished.action, taskStatus, lastFinished })).toBe('ModelArts.4624')
    })

    test('while the first is being applied is refused', () => {
      expect(ask({ ...lastFinished, taskStatus: 'synchronizing', lastFinished })).toBe('ModelArts.4623')
    })
  })
})
