import { expect, test } from 'vitest'
import type { Content } from '#web/workbench/document/label.ts'
import { labelOfDigit, toggleLabel } from './class-labels.ts'

const empty: Content = { labels: [], metadata: {} }
const sport = { name: 'sport', type: 100 } as const
const politics = { name: 'politics', type: 100 } as const

const names = ({ labels }: Content) => labels.map(({ name }) => name)
const several = (choice: typeof sport | typeof politics) => toggleLabel(choice, false, () => 'n1')
const single = (choice: typeof sport | typeof politics) => toggleLabel(choice, true, () => 'n1')

test('a label key gives a label and takes it away, several stay together', () => {
  const one = several(sport)(empty)
  expect(names(one)).toEqual(['sport'])
  expect(names(several(politics)(one))).toEqual(['sport', 'politics'])
  expect(names(several(sport)(one))).toEqual([])
})

test('with one label only the new one takes the place of the other', () => {
  const one = single(sport)(empty)
  expect(names(single(politics)(one))).toEqual(['politics'])
  expect(names(single(sport)(one))).toEqual([])
})

test('digits are the first ten labels, 0 the tenth', () => {
  const labels = Array.from({ length: 11 }, (_, index) => ({ name: `label ${index + 1}` }))
  expect([1, 9, 0].map((digit) => labelOfDigit(labels, digit)?.name)).toEqual(['label 1', 'label 9', 'label 10'])
  expect(labelOfDigit(labels.slice(0, 2), 3)).toBeUndefined()
})
