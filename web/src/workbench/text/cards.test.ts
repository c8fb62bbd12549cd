import { describe, expect, test } from 'vitest'
import type { Content } from '#web/workbench/document/label.ts'
import { type CardDesk, labelOfDigit, stepCards } from './cards.ts'

const empty: Content = { labels: [], metadata: {} }
const sport = { name: 'sport', type: 100 } as const
const politics = { name: 'politics', type: 100 } as const

function desk(change: Partial<CardDesk> = {}): CardDesk {
  return {
    count: 20,
    hasBefore: false,
    hasAfter: true,
    singleLabel: false,
    advance: true,
    newId: () => 'n1',
    content: empty,
    ...change,
  }
}

const names = ({ labels }: Content) => labels.map(({ name }) => name)

/** The content a label key leaves behind. */
function press(choice: typeof sport | typeof politics, content: Content, singleLabel = false): Content {
  return stepCards(0, { kind: 'label', choice }, desk({ content, singleLabel }))!.edit!.edit(content)
}

describe('cards of texts', () => {
  test('J and K move, at the end of the page another one is wanted', () => {
    expect(stepCards(3, { kind: 'move', by: 1 }, desk())).toEqual({ at: 4 })
    expect(stepCards(3, { kind: 'move', by: -1 }, desk())).toEqual({ at: 2 })
    expect(stepCards(19, { kind: 'next' }, desk())).toEqual({ at: 19, page: 1 })
    expect(stepCards(0, { kind: 'move', by: -1 }, desk({ hasBefore: true }))).toEqual({ at: 0, page: -1 })
  })

  test('beyond the first and the last text nothing happens', () => {
    expect(stepCards(0, { kind: 'move', by: -1 }, desk())).toBeUndefined()
    expect(stepCards(19, { kind: 'next' }, desk({ hasAfter: false }))).toBeUndefined()
  })

  test('a label key gives a label and takes it away, several stay together', () => {
    const one = press(sport, empty)
    expect(names(one)).toEqual(['sport'])
    expect(names(press(politics, one))).toEqual(['sport', 'politics'])
    expect(names(press(sport, one))).toEqual([])
  })

  test('with one label only the new one takes the place of the other and leads on', () => {
    const one = press(sport, empty, true)
    expect(names(press(politics, one, true))).toEqual(['politics'])
    expect(stepCards(0, { kind: 'label', choice: sport }, desk({ singleLabel: true }))!.at).toBe(1)
  })

  test('taking a label away, or with the switch off, the card stays', () => {
    const content = press(sport, empty)
    expect(stepCards(0, { kind: 'label', choice: sport }, desk({ singleLabel: true, content }))!.at).toBe(0)
    expect(stepCards(0, { kind: 'label', choice: sport }, desk({ singleLabel: true, advance: false }))!.at).toBe(0)
  })

  test('on the last card of the last page a label is given all the same', () => {
    const last = desk({ singleLabel: true, hasAfter: false })
    expect(stepCards(19, { kind: 'label', choice: sport }, last)).toMatchObject({ at: 19, edit: { name: 'classify' } })
  })
})

test('digits are the first ten labels, 0 the tenth', () => {
  const labels = Array.from({ length: 11 }, (_, index) => ({ name: `label ${index + 1}` }))
  expect([1, 9, 0].map((digit) => labelOfDigit(labels, digit)?.name)).toEqual(['label 1', 'label 9', 'label 10'])
  expect(labelOfDigit(labels.slice(0, 2), 3)).toBeUndefined()
})
