import { expect, test } from 'vitest'
import { WorkforceTaskStatus } from '#contract/codes.ts'
import { hindrance } from './hindrance.ts'

const { created, starting, running, rejected, accepted, accepting, sampling, synchronizing } = WorkforceTaskStatus

test.each([
  [created, {}, 'notDealt'],
  [starting, {}, 'notDealt'],
  [accepted, {}, 'allAccepted'],
  [running, {}, 'notLabelled'],
  [rejected, { rejected_sample_count: 4 }, 'rework'],
  [rejected, { rejected_sample_count: 4, unreviewed_sample_count: 1 }, 'inReview'],
  [running, { unreviewed_sample_count: 2 }, 'inReview'],
  [running, { unreviewed_sample_count: 2, uncheck_sample_count: 1 }, null],
  [rejected, { uncheck_sample_count: 1 }, null],
  [accepting, {}, null],
  [sampling, {}, null],
  [synchronizing, {}, null],
] as const)('in state %i with %o an acceptance is hindered by: %s', (status, sample_stats, why) => {
  expect(hindrance({ status, sample_stats })).toBe(why)
})
