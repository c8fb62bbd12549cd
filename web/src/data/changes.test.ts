import { expect, test } from 'vitest'
import { isReading, isStaleBy } from './changes.ts'

const sample = { kind: 'sample', dataset_id: 'd', sample_id: 's' } as const

test('a change makes stale what names the same things', () => {
  expect(isStaleBy(sample, ['DescribeSample', { dataset_id: 'd', sample_id: 's' }])).toBe(true)
  expect(isStaleBy(sample, ['DescribeSample', { dataset_id: 'd', sample_id: 'other' }])).toBe(false)
  expect(isStaleBy(sample, ['ListSamples', { dataset_id: 'd', limit: 50 }])).toBe(true)
  expect(isStaleBy(sample, ['ListSamples', { dataset_id: 'other' }])).toBe(false)
})

test('a change that names no sample may be of any', () => {
  expect(isStaleBy({ kind: 'sample', dataset_id: 'd' }, ['DescribeSample', { dataset_id: 'd', sample_id: 's' }])).toBe(
    true,
  )
})

test('a change of entries makes stale what is open of its task', () => {
  const change = { kind: 'entries', dataset_id: 'd', workforce_task_id: 't' } as const
  const args = { dataset_id: 'd', workforce_task_id: 't', sample_id: 's' }
  expect(isStaleBy(change, ['DescribeWorkforceTaskSample', args])).toBe(true)
  expect(isStaleBy(change, ['DescribeWorkforceTaskSample', { ...args, workforce_task_id: 'other' }])).toBe(false)
})

test('what has nothing to do with a kind of change stays, and so does everything for an unknown kind', () => {
  expect(isStaleBy(sample, ['ListWorkforces', {}])).toBe(false)
  expect(isStaleBy({ kind: 'weather' } as never, ['ListDatasets', {}])).toBe(false)
})

test('the session, preferences and a queue at work are not asked for again by the page itself', () => {
  expect(['ListJobs', 'session', 'preferences', 'queue', 'toString'].map((id) => isReading([id]))).toEqual([
    ...[true, false, false, false, false],
  ])
})
