import { describe, expect, test } from 'vitest'
import { SampleState } from '#contract/codes.ts'
import { ENTRY_FILTERS, type EntryFacts, matchesEntryFilter, parseSampleState, SAMPLE_FILTERS } from './sample-state.ts'

describe('reading a state', () => {
  test.each<[string | null | undefined, string | undefined]>([
    [undefined, undefined],
    [null, undefined],
    ['', undefined],
    ['__ALL__', '__ALL__'],
    ['__unreviewed__', '__UNREVIEWED__'],
    ['NONE', '__NONE__'],
    ['workforce_Sampled_unCheck', '__WORKFORCE_SAMPLED_UNCHECK__'],
    ['UN_ANNOTATION', '__NONE__'],
    ['MANUAL_ANNOTATION', '__ALL__'],
    ['AUTO_ANNOTATION', '__AUTO_ANNOTATION__'],
  ])('%j is %s', (text, state) => {
    expect(parseSampleState(text)).toBe(state)
  })

  test.each(Object.values(SampleState))('%s reads as itself in every spelling', (state) => {
    for (const text of [state, state.toLowerCase(), state.slice(2, -2), state.slice(2, -2).toLowerCase()]) {
      expect(parseSampleState(text)).toBe(state)
    }
  })

  test.each(['all ', '_ALL_', '__ALL', '____', 'constructor', '__proto__', '0'])('%j is refused', (text) => {
    expect(parseSampleState(text, 'export_params.sample_state')).toMatchObject({
      error_code: 'ModelArts.4396',
      error_msg: expect.stringContaining(`${JSON.stringify(text)} must be one of __ALL__`),
    })
  })
})

describe('entries', () => {
  const unlabelled: EntryFacts = { state: 'UN_ANNOTATION', reviewed: false, sampled: false }
  const entries: Record<string, EntryFacts> = {
    unlabelled,
    predicted: { ...unlabelled, state: 'AUTO_ANNOTATION' },
    unreviewed: { ...unlabelled, state: 'UNREVIEWED' },
    passed: { ...unlabelled, state: 'UNCHECK', reviewed: true },
    uncheck: { ...unlabelled, state: 'UNCHECK' },
    drawn: { ...unlabelled, state: 'UNCHECK', sampled: true },
    drawnGood: { ...unlabelled, state: 'UNCHECK', sampled: true, verdict: 'accepted' },
    drawnBad: { ...unlabelled, state: 'UNCHECK', sampled: true, verdict: 'rejected' },
    sentBack: { ...unlabelled, state: 'REJECTED', reviewed: true },
    rejected: { ...unlabelled, state: 'REJECTED' },
    accepted: { ...unlabelled, state: 'ACCEPTED' },
  }
  const sampled = ['drawn', 'drawnGood', 'drawnBad']
  const uncheck = ['passed', 'uncheck', ...sampled]

  test.each<[SampleState, string[]]>([
    ['__ALL__', ['unreviewed', ...uncheck, 'sentBack', 'rejected', 'accepted']],
    ['__NONE__', ['unlabelled']],
    ['__AUTO_ANNOTATION__', ['predicted']],
    ['__UNREVIEWED__', ['unreviewed']],
    ['__UNCHECK__', uncheck],
    ['__REJECTED__', ['sentBack', 'rejected']],
    ['__ACCEPTED__', ['accepted']],
    ['__REVIEWED__', ['passed', 'sentBack']],
    ['__WORKFORCE_SAMPLED__', sampled],
    ['__WORKFORCE_SAMPLED_UNCHECK__', ['drawn']],
    ['__WORKFORCE_SAMPLED_CHECKED__', ['drawnGood', 'drawnBad']],
    ['__WORKFORCE_SAMPLED_ACCEPTED__', ['drawnGood']],
    ['__WORKFORCE_SAMPLED_REJECTED__', ['drawnBad']],
  ])('%s selects %s', (state, names) => {
    const selected = Object.keys(entries).filter((name) => matchesEntryFilter(entries[name]!, ENTRY_FILTERS[state]))
    expect(selected).toEqual(names)
  })
})

test('samples of a dataset are selected by their labels, or by an entry in any task', () => {
  expect(SAMPLE_FILTERS.__ALL__).toEqual({ states: ['labelled'] })
  expect(SAMPLE_FILTERS.__NONE__).toEqual({ states: ['unlabelled', 'predicted'] })
  expect(SAMPLE_FILTERS.__AUTO_ANNOTATION__).toEqual({ states: ['predicted'] })
  const others = Object.values(SampleState).filter((state) => 'entry' in SAMPLE_FILTERS[state])
  expect(others).toHaveLength(10)
  for (const state of others) expect(SAMPLE_FILTERS[state]).toEqual({ entry: ENTRY_FILTERS[state] })
})
