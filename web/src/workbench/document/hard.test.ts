import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type HardMark, hardMarkOfLabel, hardMarkOfSample, markLabels, markSample } from './hard.ts'
import type { Content } from './label.ts'

const content: Content = {
  labels: [{ id: 'a', name: 'cat', place: { kind: 'none' }, property: { colour: 'red' } }],
  metadata: { note: 'x' },
}
const mark: fc.Arbitrary<HardMark> = fc.record(
  { coefficient: fc.double({ min: 0, max: 1, noNaN: true }), reasons: fc.uniqueArray(fc.integer({ min: 0, max: 30 })) },
  { requiredKeys: [] },
)

test('marks of samples and labels are read as they were set, and leave the rest alone', () => {
  fc.assert(
    fc.property(mark, (given) => {
      const marked = markLabels(['a'], given)(markSample(given)(content))
      expect(hardMarkOfSample(marked)).toEqual(given)
      expect(hardMarkOfLabel(marked.labels[0]!)).toEqual(given)
      expect(markLabels(['a'], undefined)(markSample(undefined)(marked))).toEqual(content)
    }),
  )
})

test.each([
  ['1', true],
  ['true', true],
  ['0', false],
  ['false', false],
  [true, false],
  [undefined, false],
])('a label with %j is hard: %s', (value, hard) => {
  const label = { ...content.labels[0]!, property: { '@modelarts:hard': value } }
  expect(hardMarkOfLabel(label) !== undefined).toBe(hard)
})

test('a sample says it by true or 1', () => {
  const says = (hard: unknown) => hardMarkOfSample({ labels: [], metadata: { '@modelarts:hard': hard } })
  expect([says(true), says(1), says(false), says(0), says('1')]).toEqual([{}, {}, undefined, undefined, undefined])
})
