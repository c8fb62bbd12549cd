import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { CheckTaskStats } from '#contract/acceptance.ts'
import { AcceptanceAction } from '#contract/codes.ts'
import { ENDINGS, finishRows, finishTotals, wrongAmongAccepted } from './finish-rows.ts'

const stats: CheckTaskStats = {
  total_sample_count: 134,
  sampled_sample_count: 30,
  checked_sample_count: 24,
  unchecked_sample_count: 6,
  accepted_sample_count: 10,
  rejected_sample_count: 14,
}

describe('ending an acceptance of 134 entries, 30 drawn, 10 passed, 14 rejected', () => {
  test.each([
    [AcceptanceAction.passAll, { ACCEPTED: 134, REJECTED: 0, UNCHECK: 0 }],
    [AcceptanceAction.rejectAll, { ACCEPTED: 0, REJECTED: 134, UNCHECK: 0 }],
    [AcceptanceAction.cancel, { ACCEPTED: 0, REJECTED: 0, UNCHECK: 134 }],
    [AcceptanceAction.passAcceptedAndUnprocessed, { ACCEPTED: 120, REJECTED: 14, UNCHECK: 0 }],
    [AcceptanceAction.passAcceptedOnly, { ACCEPTED: 10, REJECTED: 124, UNCHECK: 0 }],
  ] as const)('with action %i comes to %o', (action, totals) => {
    expect(finishTotals(finishRows(action, stats))).toEqual(totals)
  })

  test('leaves no unseen error among those accepted when only checked ones are accepted', () => {
    expect(wrongAmongAccepted(AcceptanceAction.passAcceptedOnly, stats)).toBe(0)
    expect(wrongAmongAccepted(AcceptanceAction.rejectAll, stats)).toBe(0)
    const all = wrongAmongAccepted(AcceptanceAction.passAll, stats)
    expect(wrongAmongAccepted(AcceptanceAction.passAcceptedAndUnprocessed, stats)).toBe(all - 14)
  })
})

test('whatever the ending, the rows add up to the pool', () => {
  const figures = fc.record({ passed: fc.nat(500), rejected: fc.nat(500), unjudged: fc.nat(500), undrawn: fc.nat(500) })
  fc.assert(
    fc.property(figures, fc.constantFrom(...ENDINGS), ({ passed, rejected, unjudged, undrawn }, action) => {
      const sampled = passed + rejected + unjudged
      const totals = finishTotals(
        finishRows(action, {
          total_sample_count: sampled + undrawn,
          sampled_sample_count: sampled,
          unchecked_sample_count: unjudged,
          accepted_sample_count: passed,
          rejected_sample_count: rejected,
        }),
      )
      expect(totals.ACCEPTED + totals.REJECTED + totals.UNCHECK).toBe(sampled + undrawn)
    }),
  )
})
