import { describe, expect, test } from 'vitest'
import { readTaskStatus, TASK_WORDS, writeTaskStatus } from '#core/codecs/task-status.ts'
import { isRefusal } from '#core/refusal.ts'
import { isAcceptanceRunning, isUnfinished, moveTask, statusAfterApplying, TASK_EVENTS } from './task-life.ts'

// The sentences of behaviour 2.2, 3.5, 5 and 6.1 in numbers: one answer for each status 0..7, a status or an error code.
const answers: Record<(typeof TASK_EVENTS)[number], string> = {
  //                 0    1    2    3    4    5    6    7
  start: '          4621 4621 4621 4621    1 4621    0 4621',
  changeWorkers: '  4621    1 4623    3    4 4623    6 4623',
  startAcceptance: '4625    7 4623 4625    7 4623 4625 4623',
  judge: '          4624 4624    2 4624 4624 4624 4624 4624',
  showConflicts: '  4624 4624    2 4624 4624 4623 4624 4623',
  cancelAcceptance: '4624 4624   4 4624 4624 4623 4624 4623',
  finishAcceptance: '4624 4624   5 4624 4624 4623 4624 4623',
  review: '         4420    1    2 4420    4    5 4420    7',
  saveEntry: '      4621    1    2    3    1    5 4621    7',
  dealt: '             1    1    2    3    4    5    6    7',
  dealFailed: '        6    1    2    3    4    5    6    7',
  sampled: '           0    1    2    3    4    5    6    2',
  applied: '           0    1    2    3    4    1    6    7',
  synchronizedData: '  0    1    2    1    4    5    6    7',
  lastOpenEntryGone: ' 0    3    2    3    3    5    6    7',
}

const pairs = TASK_EVENTS.flatMap((event) =>
  answers[event]
    .trim()
    .split(/ +/)
    .map((answer, status) => [readTaskStatus(status), event, answer] as const),
)

test('there is an answer for every pair', () => {
  expect(pairs).toHaveLength(TASK_WORDS.length * TASK_EVENTS.length)
})

test.each(pairs)('%s x %s: %s', (from, event, answer) => {
  const to = moveTask(from, event, { before: 'rejected', result: 'running' })
  expect(isRefusal(to) ? to.error_code : `${writeTaskStatus(to)}`).toBe(answer.replace(/^(?=\d{4})/, 'ModelArts.'))
  if (isRefusal(to)) expect(to.error_msg).toContain(from)
})

test.each(['running', 'rejected'] as const)('a cancelled acceptance leads back to %s', (before) => {
  expect(moveTask('accepting', 'cancelAcceptance', { before })).toBe(before)
})

test('a result that nobody worked out is a fault of ours', () => {
  expect(() => moveTask('synchronizing', 'applied')).toThrow(TypeError)
  expect(() => moveTask('accepting', 'cancelAcceptance')).toThrow(TypeError)
})

describe('status after a verdict is applied (D8)', () => {
  test.each([
    ['everything accepted', 0, 10, 10, 0, 'accepted'],
    ['the published example: 7 accepted, 310 unlabelled', 0, 317, 7, 0, 'running'],
    ['pass all, only older rejects are left', 0, 10, 8, 2, 'rejected'],
    ['reject all, others still unlabelled', 1, 10, 0, 4, 'rejected'],
    ['reject all of an emptied pool in a task with open entries', 1, 10, 4, 0, 'rejected'],
    ['reject all of an emptied pool, everything else accepted', 1, 4, 4, 0, 'accepted'],
    ['pass accepted and unprocessed, the rest rejected', 4, 10, 7, 3, 'rejected'],
    ['pass accepted and unprocessed, others still unlabelled', 4, 10, 5, 3, 'running'],
    ['pass accepted only', 5, 10, 1, 9, 'rejected'],
    ['no entry is left', 0, 0, 0, 0, 'accepted'],
  ] as const)('%s', (_, action, total, accepted, rejected, status) => {
    expect(statusAfterApplying({ action, total, accepted, rejected })).toBe(status)
  })
})

test('an acceptance runs in 7, 2 and 5', () => {
  expect(TASK_WORDS.filter(isAcceptanceRunning).map(writeTaskStatus)).toEqual([2, 5, 7])
})

test('a task is unfinished in every status but 3 and 6', () => {
  expect(TASK_WORDS.filter(isUnfinished).map(writeTaskStatus)).toEqual([0, 1, 2, 4, 5, 7])
})
