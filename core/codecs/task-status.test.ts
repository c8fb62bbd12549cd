import { expect, test } from 'vitest'
import { readTaskStatus, TASK_WORDS, writeTaskStatus, writeWorkerTaskStatus } from './task-status.ts'

test('the numbers of the wire are those of behaviour 2.2', () => {
  expect(TASK_WORDS.map((word) => [writeTaskStatus(word), word])).toEqual([
    [0, 'starting'],
    [1, 'running'],
    [2, 'accepting'],
    [3, 'accepted'],
    [4, 'rejected'],
    [5, 'synchronizing'],
    [6, 'created'],
    [7, 'sampling'],
  ])
})

test.each(TASK_WORDS)('%s survives the way to the wire and back', (word) => {
  expect(readTaskStatus(writeTaskStatus(word))).toBe(word)
})

test.each([-1, 8, 1.5, Number.NaN])('%s is no status', (status) => {
  expect(() => readTaskStatus(status)).toThrow(RangeError)
})

test('a member sees sampling and synchronizing as accepting', () => {
  expect(TASK_WORDS.map(writeWorkerTaskStatus)).toEqual([0, 1, 2, 3, 4, 2, 6, 2])
})
