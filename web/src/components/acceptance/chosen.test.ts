import { describe, expect, test } from 'vitest'
import { type Chosen, chosenFor, requestOf } from './chosen.ts'

describe('whose labels a sample will have', () => {
  const mia = { worker_id: 'mia', isAccepted: true }
  const kim = { worker_id: 'kim', isAccepted: true }
  const of = { sample_id: 's', isLabelled: true, parties: [mia] }
  const none: Chosen = new Map()

  test.each([
    ['its own, when the dataset keeps what it has', of, none, false, null],
    ['those of the entry, when all are replaced', of, none, true, 'mia'],
    ['those of the entry, when it has none itself', { ...of, isLabelled: false }, none, false, 'mia'],
    ['the owner says, against the rule for all', of, new Map([['s', 'mia']]), false, 'mia'],
    ['its own, if the owner says so', of, new Map([['s', null]]), true, null],
    ['what the rule says, if the owner spoke of another sample', of, new Map([['t', 'mia']]), false, null],
    ['nobody knows yet between several', { ...of, parties: [mia, kim] }, none, true, undefined],
    ['the chosen one of several', { ...of, parties: [mia, kim] }, new Map([['s', 'kim']]), true, 'kim'],
    [
      'the one of several that is accepted',
      { ...of, parties: [{ ...mia, isAccepted: false }, kim] },
      none,
      true,
      'kim',
    ],
    [
      'what the rule says, if the chosen one is rejected',
      { ...of, parties: [{ ...mia, isAccepted: false }] },
      new Map([['s', 'mia']]),
      true,
      null,
    ],
  ])('%s', (_, sample, chosen, overwrite, expected) => {
    expect(chosenFor(sample, { chosen: chosen as Chosen, overwrite })).toBe(expected)
  })
})

test('only what was chosen is sent', () => {
  expect(requestOf(new Map())).toEqual({})
  const chosen = new Map([
    ['a', 'mia'],
    ['b', null],
  ])
  expect(requestOf(chosen)).toEqual({ muster: { choices: [{ sample_id: 'a', worker_id: 'mia' }, { sample_id: 'b' }] } })
})
