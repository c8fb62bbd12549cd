import { expect, test } from 'vitest'
import { withVerdict } from './verdict.ts'

const entry = { sample_id: 's', worker_id: 'w', sample_status: 'UNREVIEWED' }

test('what a reviewer passes waits for the owner, what he rejects goes back', () => {
  expect(withVerdict(entry, 'review', { accept: true, score: 'B' })).toEqual({
    ...entry,
    sample_status: 'UNCHECK',
    review_accept: true,
    review_score: 'B',
  })
  expect(withVerdict(entry, 'review', { accept: false, comment: 'too loose' })).toEqual({
    ...entry,
    sample_status: 'REJECTED',
    review_accept: false,
    review_comment: 'too loose',
  })
})

test('the owner may change his mind until the acceptance ends; nothing of the first verdict stays', () => {
  const drawn = { ...entry, sample_status: 'UNCHECK', review_accept: true, review_score: 'A' }
  const passed = withVerdict(drawn, 'judge', { accept: true, score: 'A' })
  expect(withVerdict(passed, 'judge', { accept: false, comment: 'wrong' })).toEqual({
    ...drawn,
    check_accept: false,
    check_comment: 'wrong',
  })
})
