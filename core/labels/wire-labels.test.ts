import { describe, expect, test } from 'vitest'
import { labelSetFor } from '#tests/labels/reading.ts'
import { toWireLabels } from './wire-labels.ts'

describe('labels in an answer', () => {
  test('look as in the documentation', () => {
    const property = { '@modelarts:hard_coefficient': '0.0', '@modelarts:hard': 'false' }
    const labels = [
      { label_key: 10, type: 0, property: {} },
      { label_key: 11, type: 0, id: '1', property, score: 1 },
    ]
    expect(JSON.stringify(toWireLabels(labels, labelSetFor(0)))).toBe(
      '[{"name":"cat","type":0,"property":{}},' +
        '{"name":"dog","type":0,"id":"1","property":{"@modelarts:hard_coefficient":"0.0","@modelarts:hard":"false"},"score":1}]',
    )
  })

  test('have no name where they were given none', () => {
    const property = { '@modelarts:content': 'a' }
    expect(toWireLabels([{ type: 201, property }], labelSetFor(201))).toEqual([{ type: 201, property }])
  })

  test('of a deleted definition are named by whoever still knows it', () => {
    const labels = [{ label_key: 99, type: 0, property: {} }]
    expect(toWireLabels(labels, labelSetFor(0), (label_key) => `was ${label_key}`)).toEqual([
      { name: 'was 99', type: 0, property: {} },
    ])
    expect(toWireLabels(labels, labelSetFor(0))).toEqual([{ type: 0, property: {} }])
  })
})
