import { expect, test } from 'vitest'
import type { Comment } from '#contract/ours.ts'
import { pinsOf } from './pins.ts'

const said: Comment = {
  comment_id: 'c',
  kind: 'comment',
  text: 'x',
  author: 'human/kim',
  mine: true,
  create_time: 0,
  resolved: false,
}

test('pins are the open comments with a place, numbered in the order in which they were said', () => {
  const place = { x: 1, y: 2 }
  const pins = pinsOf([
    { ...said, comment_id: 'whole' },
    { ...said, comment_id: 'a', place },
    { ...said, comment_id: 'done', place, resolved: true },
    { ...said, comment_id: 'b', place: { start: 0, end: 4 } },
  ])
  expect(pins.map(({ comment, number }) => [comment.comment_id, number])).toEqual([
    ['a', 1],
    ['b', 2],
  ])
})
