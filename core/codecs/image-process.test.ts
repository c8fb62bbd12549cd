import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isRefusal } from '#core/refusal.ts'
import { type ImageProcess, parseImageProcess, type Resize } from './image-process.ts'
import { planResize } from './image-resize.ts'

const resize = (text: string) => (parseImageProcess(`image/resize,${text}`) as ImageProcess).resize!

describe('what is asked for', () => {
  test('is read as the vendor spells it', () => {
    expect(parseImageProcess('image/resize,m_lfit,h_200')).toEqual({
      resize: { mode: 'lfit', limit: true, color: 'FFFFFF', to: { height: 200 } },
    })
    expect(
      parseImageProcess('image/resize,m_pad,w_10,h_20,limit_0,color_00ff7F/auto-orient,1/format,jpeg/quality,q_80'),
    ).toEqual({
      resize: { mode: 'pad', limit: false, color: '00FF7F', to: { width: 10, height: 20 } },
      format: 'jpg',
      quality: 80,
    })
    expect(resize('p_50').to).toEqual({ percent: 50 })
    expect(resize('l_400,s_300').to).toEqual({ longer: 400, shorter: 300 })
    expect(parseImageProcess('image/quality,Q_5')).toEqual({ quality: 5 })
  })

  test('may be nothing', () => {
    expect(parseImageProcess('')).toEqual({})
  })

  test.each([
    ['resize,h_100', 'must begin with "image/", as image/resize,m_lfit,h_200'],
    ['image', 'must begin with "image/", as image/resize,m_lfit,h_200'],
    ['video/resize,h_100', 'must begin with "image/", as image/resize,m_lfit,h_200'],
    ['image/', 'knows resize, auto-orient, format and quality, not ""'],
    ['image/rotate,90', 'knows resize, auto-orient, format and quality, not "rotate"'],
    ['image/resize,h_1/resize,h_1', 'must hold "resize" once'],
    ['image/resize', 'takes either w and h, or l and s, or p for resize'],
    ['image/resize,w_1,p_1', 'takes either w and h, or l and s, or p for resize'],
    ['image/resize,w_1,l_1', 'takes either w and h, or l and s, or p for resize'],
    ['image/resize,m_best,w_1', 'takes the modes m_lfit, m_mfit, m_fill, m_pad, m_fixed'],
    ['image/resize,w_0', 'takes numbers from 1 to 4096 for w, not "0"'],
    ['image/resize,w_4097', 'takes numbers from 1 to 4096 for w, not "4097"'],
    ['image/resize,h_1e3', 'takes numbers from 1 to 4096 for h, not "1e3"'],
    ['image/resize,h_-5', 'takes numbers from 1 to 4096 for h, not "-5"'],
    ['image/resize,p_1001', 'takes numbers from 1 to 1000 for p, not "1001"'],
    ['image/resize,w_1,w_2', 'holds "w_2" in resize, which is unknown or there twice'],
    ['image/resize,200', 'holds "200" in resize, which is unknown or there twice'],
    ['image/resize,x_2', 'knows m, w, h, l, s, p, limit and color in resize, not "x"'],
    ['image/resize,w_1,limit_2', 'takes limit_0 or limit_1, not "2"'],
    ['image/resize,w_1,color_red', 'takes a color of six hexadecimal digits, not "red"'],
    ['image/auto-orient,0', 'takes auto-orient,1 alone: pictures are always shown upright'],
    ['image/format,svg', 'takes the formats jpg, png, webp, not "svg"'],
    ['image/format,png,webp', 'holds too much in "format"'],
    ['image/quality,80', 'takes a quality from q_1 to q_100, not "80"'],
    ['image/quality,q_101', 'takes a quality from q_1 to q_100, not "q_101"'],
    [`image/${'x'.repeat(1024)}`, 'must not be longer than 1024 characters'],
  ])('%s is refused', (text, fault) => {
    expect(parseImageProcess(text)).toEqual({ error_code: 'ModelArts.4396', error_msg: `process_parameter: ${fault}` })
  })

  test('is read or refused, whatever it is', () => {
    const piece = fc.constantFrom(
      'image',
      'resize',
      '/',
      ',',
      '_',
      'm_fill',
      'w_',
      'h_9',
      'p_',
      '10',
      'format',
      'jpg',
      '\0',
    )
    const texts = fc.oneof(
      fc.string(),
      fc.array(piece).map((pieces) => pieces.join('')),
    )
    fc.assert(
      fc.property(texts, (text) => {
        const process = parseImageProcess(text)
        if (isRefusal(process)) expect(process.error_code).toBe('ModelArts.4396')
        else expect(text === '' || text.startsWith('image/')).toBe(true)
      }),
    )
  })
})

describe('the size of the result', () => {
  const plan = (text: string, width: number, height: number) => planResize(resize(text), { width, height })
  const shown = (text: string, width: number, height: number) => {
    const { canvas } = plan(text, width, height)!
    return [canvas.width, canvas.height]
  }

  test.each([
    ['m_lfit,h_200', [267, 200]],
    ['m_lfit,w_100,h_100', [100, 75]],
    ['m_mfit,w_100,h_100', [133, 100]],
    ['m_fill,w_100,h_100', [100, 100]],
    ['m_pad,w_100,h_100', [100, 100]],
    ['m_fixed,w_100,h_10', [100, 10]],
    ['m_fixed,w_100', [100, 75]],
    ['l_200', [200, 150]],
    ['s_150', [200, 150]],
    ['p_50', [200, 150]],
    ['p_200', [400, 300]],
    ['p_200,limit_0', [800, 600]],
    ['h_600', [400, 300]],
    ['h_600,limit_0', [800, 600]],
    ['m_fixed,w_800,h_100', [400, 100]],
    ['m_fill,w_800,h_100', [400, 100]],
    ['m_pad,w_800,h_600', [800, 600]],
  ])('of 400 x 300 with %s', (text, size) => {
    expect(shown(text, 400, 300)).toEqual(size)
  })

  test('follows the longer side of a tall picture', () => {
    expect(shown('l_200', 300, 400)).toEqual([150, 200])
  })

  test('of a strip that would become too large is none', () => {
    expect(plan('m_mfit,w_4096,h_1,limit_0', 1, 30_000)).toBeUndefined()
    expect(plan('m_fill,w_4096,h_1,limit_0', 1, 30_000)).toBeUndefined()
  })

  const side = fc.integer({ min: 1, max: 4096 })
  const asked = fc.record({
    mode: fc.constantFrom<Resize['mode']>('lfit', 'mfit', 'fill', 'pad', 'fixed'),
    limit: fc.boolean(),
    color: fc.constant('FFFFFF'),
    to: fc.record({ width: side, height: side }),
  })
  const picture = fc.record({ width: fc.integer({ min: 1, max: 9000 }), height: fc.integer({ min: 1, max: 9000 }) })

  test('keeps what its mode promises', () => {
    fc.assert(
      fc.property(asked, picture, (resize, size) => {
        const plan = planResize(resize, size)
        if (!plan) return
        const { scaled, canvas } = plan
        const box = resize.to as { width: number; height: number }
        const sides = [scaled.width, scaled.height, canvas.width, canvas.height]
        expect(sides.every((side) => Number.isInteger(side) && side >= 1)).toBe(true)
        if (resize.limit) expect(scaled.width <= size.width && scaled.height <= size.height).toBe(true)
        if (resize.mode === 'lfit') expect(canvas.width <= box.width && canvas.height <= box.height).toBe(true)
        if (resize.mode === 'fill') expect(scaled.width >= canvas.width && scaled.height >= canvas.height).toBe(true)
        if (resize.mode === 'pad') {
          expect(canvas).toEqual(box)
          expect(scaled.width <= canvas.width && scaled.height <= canvas.height).toBe(true)
        }
        if (resize.limit) return
        if (resize.mode === 'mfit') expect(canvas.width >= box.width && canvas.height >= box.height).toBe(true)
        if (resize.mode === 'fixed' || resize.mode === 'fill') expect(canvas).toEqual(box)
      }),
      { numRuns: 500 },
    )
  })

  test('keeps the proportions, to the pixel, where nothing is stretched', () => {
    fc.assert(
      fc.property(asked, picture, (resize, size) => {
        const plan = resize.mode === 'fixed' ? undefined : planResize(resize, size)
        if (!plan) return
        const { scaled } = plan
        const scale = Math.max(scaled.width / size.width, scaled.height / size.height)
        const other = Math.min(scaled.width / size.width, scaled.height / size.height)
        // Half a pixel of rounding on each side, and a picture is never thinner than one.
        const slack = 1 / Math.min(size.width, size.height) + 1e-9
        expect(scale - other).toBeLessThanOrEqual(slack)
      }),
      { numRuns: 500 },
    )
  })
})
