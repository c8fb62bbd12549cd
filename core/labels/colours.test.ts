import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  colourOfLabel,
  contrast,
  FALLBACK,
  lookalikes,
  nextColour,
  nextColours,
  PALETTE,
  readColour,
  textOn,
} from './colours.ts'

const colour = fc.integer({ min: 0, max: 0xffffff }).map((number) => `#${number.toString(16).padStart(6, '0')}`)

describe('colours of labels', () => {
  test('the text on a chip can be read on every colour', () => {
    fc.assert(fc.property(colour, (one) => contrast(one, textOn(one)) >= 4.5))
  })

  test('the blue of the vendor needs black text', () => {
    expect(contrast('#3399ff', '#ffffff')).toBeCloseTo(2.94, 2)
    expect(contrast('#3399ff', '#000000')).toBeCloseTo(7.14, 2)
    expect(textOn('#3399ff')).toBe('#000000')
  })

  test('black on white has the greatest contrast there is, a colour on itself none', () => {
    expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 5)
    fc.assert(fc.property(colour, (one) => contrast(one, one) === 1))
  })

  test.each([
    ['#ABC', '#aabbcc'],
    [' #A1B2C3 ', '#a1b2c3'],
    ['red', FALLBACK],
    ['', FALLBACK],
    [undefined, FALLBACK],
    ['#12345', FALLBACK],
    ['#000000;background:url(x)', FALLBACK],
  ])('%s is read as %s', (given, expected) => {
    expect(readColour(given)).toBe(expected)
  })

  test('colours that differ by a shade are called alike, those of the palette are not', () => {
    expect(lookalikes('#d55e00', [{ colour: '#d65f02' }, { colour: '#0072b2' }])).toEqual([{ colour: '#d65f02' }])
    for (const [index, one] of PALETTE.entries()) {
      const others = PALETTE.filter((_, other) => other !== index).map((other) => ({ colour: other }))
      expect([one, lookalikes(one, others)]).toEqual([one, []])
    }
  })

  test('new labels get the colours of the palette that are far from those in use, and then others that are far', () => {
    const twenty = nextColours([], PALETTE.length)
    expect(twenty).toEqual(PALETTE)
    const other = nextColour(twenty)
    expect(
      lookalikes(
        other,
        twenty.map((colour) => ({ colour })),
      ),
    ).toEqual([])
    expect(nextColours(['#0072b3', '#e69f00'], 2)).toEqual(['#009e73', '#d55e00'])
  })

  test('new labels never get the colour of another, and the same colours whether they come at once or one by one', () => {
    fc.assert(
      fc.property(fc.array(colour, { maxLength: 30 }), fc.nat(60), fc.nat(60), (used, first, second) => {
        const before = [...new Set(used)]
        const early = nextColours(before, first)
        const late = nextColours([...before, ...early], second)
        expect(new Set([...before, ...early, ...late]).size).toBe(before.length + first + second)
        expect([...early, ...late]).toEqual(nextColours(before, first + second))
        for (const one of [...early, ...late]) expect(readColour(one)).toBe(one)
      }),
    )
  })

  test('ten thousand labels have ten thousand colours', () => {
    expect(new Set(nextColours([], 10_000)).size).toBe(10_000)
  })
})

test('a label without a colour has always the same one of the palette, and one of its own is left alone', () => {
  const colours = ['apple', 'pear', 'Birne grün', 'banana', 'car', '深圳'].map((name) => colourOfLabel(name, undefined))
  expect(colours.every((colour) => PALETTE.some((one) => one === colour))).toBe(true)
  expect(new Set(colours).size).toBeGreaterThan(3)
  expect(colourOfLabel('apple', '')).toBe(colours[0])
  expect(colourOfLabel('apple', '#ABC')).toBe('#aabbcc')
  expect(colourOfLabel('apple', FALLBACK)).toBe(FALLBACK)
  expect(colourOfLabel(undefined, undefined)).toBe(FALLBACK)
})
