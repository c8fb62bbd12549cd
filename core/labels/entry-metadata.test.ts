import { expect, test } from 'vitest'
import { entryMetadata } from './entry-metadata.ts'

test('an entry shows what is known of the sample, its own values above it', () => {
  const ofSample = { '@modelarts:size': [4, 3, 3], city: 'Ulm', light: 'dim' }
  expect(entryMetadata(ofSample, { city: 'Bonn' })).toEqual({ ...ofSample, city: 'Bonn' })
})

test('what others judged of the sample is not the judgement of the entry', () => {
  const judged = {
    '@modelarts:hard': true,
    '@modelarts:hard_coefficient': 0.5,
    '@modelarts:hard_reasons': [1],
    '@muster:empty': 1,
  }
  expect(entryMetadata(judged, {})).toEqual({})
  expect(entryMetadata(judged, { '@modelarts:hard': false })).toEqual({ '@modelarts:hard': false })
})
