import { expect, test } from 'vitest'
import type { SampleLabel, SampleMetadata } from '#contract/samples.ts'
import { countLabels, giveLabel, isHard, itemOf, markHard, reverse, takeLabel, written } from './changes.ts'

const cat = { name: 'cat', type: 0 as const }
const dog = { name: 'dog', type: 0 as const }
const sample = (id: string, labels: SampleLabel[] = [], metadata: SampleMetadata = {}) => ({
  sample_id: id,
  labels,
  metadata,
  muster: { revision: 4 },
})

test('a label counts once for each sample that carries it', () => {
  const counts = countLabels([sample('a', [cat, cat]), sample('b', [cat, dog]), sample('c')])
  expect([...counts]).toEqual([
    ['cat', 2],
    ['dog', 1],
  ])
})

test('only samples that lack a label get it, beside those they have', () => {
  const changes = giveLabel([sample('a', [cat]), sample('b', [dog])], cat)
  expect(changes.map(itemOf)).toEqual([{ sample_id: 'b', labels: [dog, cat], muster: { revision: 4 } }])
})

test('only samples that carry a label lose it', () => {
  const changes = takeLabel([sample('a', [cat, dog]), sample('b', [dog])], 'cat')
  expect(changes.map(itemOf)).toEqual([{ sample_id: 'a', labels: [dog], muster: { revision: 4 } }])
})

test('a hard mark sends the labels along, or they would be lost', () => {
  const [change] = markHard([sample('a', [cat]), sample('b', [], { '@modelarts:hard': true })], true)
  expect(itemOf(change!)).toEqual({
    sample_id: 'a',
    labels: [cat],
    metadata: { '@modelarts:hard': true },
    muster: { revision: 4 },
  })
})

test('who is not hard any more has no hard label either', () => {
  const hard = { ...cat, property: { '@modelarts:hard': 'true' as const, colour: 'red' } }
  expect(isHard(sample('a', [hard]))).toBe(true)
  const [change] = markHard([sample('a', [hard])], false)
  expect(isHard(change!.after)).toBe(false)
  expect(change!.after.labels).toEqual([{ ...cat, property: { colour: 'red' } }])
})

test('undoing writes what was there, over the revision that the change made', () => {
  const [change] = giveLabel([sample('a', [dog])], cat)
  expect(written(change!).muster).toEqual({ revision: 5 })
  expect(itemOf(reverse(change!))).toEqual({ sample_id: 'a', labels: [dog], muster: { revision: 5 } })
})

test('undoing a hard mark removes a mark that was not there', () => {
  const [change] = markHard([sample('a', [cat])], true)
  expect(itemOf(reverse(change!)).metadata).toEqual({ '@modelarts:hard': null })
})

test('undoing the first label of an empty sample makes it an empty one again', () => {
  const [change] = giveLabel([sample('a', [], { '@muster:empty': 1 })], cat)
  expect(itemOf(reverse(change!))).toMatchObject({ labels: [], metadata: { '@muster:empty': 1 } })
})
