import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { countColours, levelsOf, PLAIN_LEVELS, recolouringOf } from './colours.ts'
import { filterOf, isColourChanged, PLAIN_VIEW, type ViewSettings } from './view-settings.ts'

const pixel = fc.tuple(...Array.from({ length: 4 }, () => fc.integer({ min: 0, max: 255 })))
const channels: ViewSettings['channel'][] = ['all', 'red', 'green', 'blue', 'grey']

/** A picture of so many pixels of each colour. */
function picture(...parts: [count: number, colour: readonly number[]][]): number[] {
  return parts.flatMap(([count, colour]) => Array.from({ length: count }, () => [...colour, 255]).flat())
}

describe('colours are counted', () => {
  test('by channel, and as grey as bright as they look', () => {
    const { red, green, blue, grey } = countColours(picture([3, [10, 20, 30]], [1, [255, 255, 255]]))
    expect([red[10], green[20], blue[30], red[255]]).toEqual([3, 3, 3, 1])
    expect(grey[19]).toBe(3)
    expect(grey[255]).toBe(1)
  })

  test('but not where nothing is to be seen', () => {
    const { red } = countColours([9, 9, 9, 0, 7, 7, 7, 1])
    expect([red[9], red[7]]).toEqual([0, 1])
  })
})

describe('levels', () => {
  test('reach from the darkest to the brightest of all colours, so that hues stay', () => {
    const histogram = countColours(picture([50, [60, 90, 100]], [50, [100, 120, 180]]))
    expect(levelsOf(histogram, 'all')).toEqual({ dark: 60, bright: 180 })
    expect(levelsOf(histogram, 'green')).toEqual({ dark: 90, bright: 120 })
  })

  test('pass over a few dead pixels', () => {
    const histogram = countColours(
      picture([1, [0, 0, 0]], [500, [80, 80, 80]], [500, [90, 90, 90]], [1, [255, 255, 255]]),
    )
    expect(levelsOf(histogram, 'all')).toEqual({ dark: 80, bright: 90 })
  })

  test('of one colour, and of nothing, are those of the file', () => {
    expect(levelsOf(countColours(picture([9, [70, 70, 70]])), 'all')).toEqual(PLAIN_LEVELS)
    expect(levelsOf(countColours([]), 'grey')).toEqual(PLAIN_LEVELS)
  })

  test('lie in order and within the values there are, whatever the picture', () => {
    fc.assert(
      fc.property(fc.array(pixel), fc.constantFrom(...channels), (pixels, channel) => {
        const { dark, bright } = levelsOf(countColours(pixels.flat()), channel)
        expect(0 <= dark && dark < bright && bright <= 255).toBe(true)
      }),
    )
  })
})

describe('a recolouring', () => {
  /** What becomes of one colour, as SVG computes it. */
  function apply(settings: Partial<typeof PLAIN_VIEW>, colour: readonly number[], levels = PLAIN_LEVELS): number[] {
    const { matrix, slope, intercept, exponent } = recolouringOf({ ...PLAIN_VIEW, ...settings }, levels)!
    const mixed = matrix
      ? [0, 5, 10].map((row) => colour.reduce((sum, value, at) => sum + value * matrix[row + at]!, 0))
      : colour
    return mixed.map((value) => {
      const level = Math.min(1, Math.max(0, (value / 255) * slope + intercept))
      return Math.round(255 * level ** exponent)
    })
  }

  test('is none where nothing is wished of it', () => {
    expect(recolouringOf({ ...PLAIN_VIEW, brightness: 200, invert: true }, PLAIN_LEVELS)).toBeUndefined()
  })

  test('shows one channel as grey', () => {
    expect(apply({ channel: 'green' }, [10, 90, 200])).toEqual([90, 90, 90])
    expect(apply({ channel: 'grey' }, [255, 255, 255])).toEqual([255, 255, 255])
  })

  test('stretches levels to black and white', () => {
    const levels = { dark: 50, bright: 150 }
    expect(apply({ autoLevels: true }, [50, 110, 150], levels)).toEqual([0, 153, 255])
    expect(apply({ autoLevels: true }, [20, 110, 220], levels)).toEqual([0, 153, 255])
  })

  test('brightens what lies between black and white with more gamma, and darkens it with less', () => {
    expect(apply({ gamma: 200 }, [0, 64, 255])).toEqual([0, 128, 255])
    expect(apply({ gamma: 50 }, [0, 128, 255])).toEqual([0, 64, 255])
  })
})

describe('people are told that colours are not those of the file', () => {
  test.each([
    { brightness: 90 },
    { contrast: 110 },
    { saturation: 0 },
    { gamma: 120 },
    { channel: 'red' } as const,
    { autoLevels: true },
    { invert: true },
  ])('with %o', (change) => {
    const settings = { ...PLAIN_VIEW, ...change }
    expect(isColourChanged(settings)).toBe(true)
    expect(filterOf(settings, 'colours')).not.toBe('none')
  })

  test('but not with lines, smoothing and the like', () => {
    const settings = { ...PLAIN_VIEW, smooth: true, grid: true, guides: false }
    expect(isColourChanged(settings)).toBe(false)
    expect(filterOf(settings, 'colours')).toBe('none')
  })

  test('a filter of one channel comes before what CSS does', () => {
    expect(filterOf({ ...PLAIN_VIEW, channel: 'red', invert: true }, 'x1')).toBe('url(#x1) invert(1)')
  })
})
