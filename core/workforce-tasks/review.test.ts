import { expect, test } from 'vitest'
import { isRefusal } from '#core/refusal.ts'
import type { EntryState } from './entry-life.ts'
import { decideReview, type ReviewItem } from './review.ts'

const item = (sample_id: string, state: EntryState, more: { reviewed?: boolean; own?: boolean } = {}): ReviewItem => ({
  index: sample_id.charCodeAt(0) - 97,
  sample_id,
  accept: true,
  own: more.own ?? false,
  entry: { state, reviewed: more.reviewed ?? false },
})
const decide = (...items: ReviewItem[]) => {
  const decided = decideReview(items)
  return isRefusal(decided) ? decided : decided.map(({ sample_id }) => sample_id)
}

test('entries that wait for review are reviewed', () => {
  expect(decide(item('a', 'UNREVIEWED'), item('b', 'UNREVIEWED'))).toEqual(['a', 'b'])
})

test('those that another reviewer was faster with are passed over', () => {
  const done = item('a', 'UNCHECK', { reviewed: true })
  expect(decide(done, item('b', 'UNREVIEWED'), item('c', 'REJECTED', { reviewed: true }))).toEqual(['b'])
})

test('when all are reviewed already the answer says so', () => {
  const done = [item('a', 'UNCHECK', { reviewed: true }), item('b', 'REJECTED', { reviewed: true })]
  expect(decide(...done)).toEqual({
    error_code: 'ModelArts.4606',
    error_msg: 'comments[0]: sample a: The entry has already been reviewed.',
  })
})

test.each(['UN_ANNOTATION', 'AUTO_ANNOTATION', 'ACCEPTED', 'UNCHECK'] as const)(
  'one that is %s without a review refuses the call',
  (state) => {
    expect(decide(item('a', 'UNREVIEWED'), item('b', state))).toEqual({
      error_code: 'ModelArts.4420',
      error_msg: `comments[1]: sample b: The entry does not wait for review: it is ${state}.`,
    })
  },
)

test('nobody reviews his own entry', () => {
  expect(decide(item('a', 'UNREVIEWED'), item('b', 'UNREVIEWED', { own: true }))).toEqual({
    error_code: 'ModelArts.4600',
    error_msg: 'comments[1]: sample b: Nobody reviews his own entry.',
  })
})

test('no comments, nothing to do', () => {
  expect(decide()).toEqual([])
})
