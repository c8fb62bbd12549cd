import { expect, test } from 'vitest'
import { MemberRole } from '#contract/codes.ts'
import { planStart } from './start-plan.ts'

const members = [
  { email: 'ann@example.com', role: MemberRole.labeler, sample_stats: { uncheck_sample_count: 30 } },
  { email: 'ben@example.com', role: MemberRole.labeler, sample_stats: { uncheck_sample_count: 10 } },
  { email: 'eve@example.com', role: MemberRole.labeler, sample_stats: { uncheck_sample_count: 0 } },
  { email: 'rob@example.com', role: MemberRole.reviewer, sample_stats: { uncheck_sample_count: 40 } },
]

test('a share is rounded up, and labelers with entries that wait get their part of it', () => {
  expect(planStart({ sampling_rate: 0.11 }, 40, members)).toMatchObject({
    size: 5,
    members: [
      { email: 'ann@example.com', waiting: 30, expected: 3.75 },
      { email: 'ben@example.com', waiting: 10, expected: 1.25 },
    ],
  })
})

test('a number is not greater than what there is, and then nothing remains unknown', () => {
  expect(planStart({ sampling_num: 900 }, 40, members)).toMatchObject({ size: 40, atMostWrong: 0 })
})

test('the fewer are drawn, the more may be wrong', () => {
  const atMost = [1, 5, 20, 39].map((sampling_num) => planStart({ sampling_num }, 40, [])!.atMostWrong)
  expect(atMost).toEqual([...atMost].sort((a, b) => b - a))
  expect(atMost[0]).toBeGreaterThan(30)
})

test.each([{ sampling_rate: 0 }, { sampling_rate: 1.2 }, { sampling_num: 0 }, { sampling_num: 2.5 }, {}])(
  '%o is nothing to begin with',
  (request) => {
    expect(planStart(request, 40, members)).toBeNull()
  },
)
