import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { colourOfLabel, contrast, FALLBACK, lookalikes, nextColour, PALETTE, readColour, textOn } from './colours.ts'

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

  test('a new label gets a colour that none has, as long as there is one', () => {
    const used: string[] = []
    for (let count = 0; count < PALETTE.length; count++) used.push(nextColour(used))
    expect(new Set(used).size).toBe(PALETTE.length)
    expect(PALETTE).toContain(nextColour(used))
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
