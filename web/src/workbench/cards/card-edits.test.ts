import { describe, expect, test } from 'vitest'
import { LabelType } from '#contract/codes.ts'
import { keys } from '#core/labels/property-keys.ts'
import { classify, isReady, waitsForConfirming } from './card-edits.ts'

const spam = { name: 'spam', type: LabelType.textClassification }
const newId = () => 'new'

test('the first label of a text that was empty takes the mark of that away', () => {
  const after = classify(spam, false, newId)({ labels: [], metadata: { [keys.empty]: 1, other: 'x' } })
  expect(after.labels.map(({ name }) => name)).toEqual(['spam'])
  expect(after.metadata).toEqual({ other: 'x' })
})

test('a label that is given again is taken away, and nothing else is touched', () => {
  const given = classify(spam, false, newId)({ labels: [], metadata: { other: 'x' } })
  expect(classify(spam, false, newId)(given)).toEqual({ labels: [], metadata: { other: 'x' } })
})

describe('with its page a card is submitted', () => {
  const card = { labels: 1, differs: false, contested: false, confirmed: false }
  test.each([
    ['when its labels are new', { differs: true }, true],
    ['when its labels were confirmed', { confirmed: true }, true],
    ['not when it was only looked at', {}, false],
    ['not without labels', { labels: 0, differs: true, confirmed: true }, false],
    ['not before it is decided whose labels stay', { differs: true, contested: true }, false],
  ])('%s', (_, known, ready) => {
    expect(isReady({ ...card, ...known })).toBe(ready)
  })

  test.each([
    ['AUTO_ANNOTATION', true],
    ['REJECTED', true],
    ['UNREVIEWED', false],
    ['UN_ANNOTATION', false],
    [undefined, false],
  ])('labels that are there wait to be confirmed in the state %s: %s', (state, waits) => {
    expect(waitsForConfirming(state)).toBe(waits)
  })
})
