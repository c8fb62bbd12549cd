import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseSampleTime } from './sample-time.ts'

const now = Date.parse('2026-03-15T13:45:00Z')
const at = (date: string) => Date.parse(date)

test.each([
  ['day', '2026-03-14', '2026-03-16'],
  ['month', '2026-02-13', '2026-03-16'],
  ['20190901-20190915', '2019-09-01', '2019-09-16'],
  ['20190901-2019091501', '2019-09-01', '2019-09-16'],
  ['20200229-20200229', '2020-02-29', '2020-03-01'],
  ['20190901-20191001', '2019-09-01', '2019-10-02'],
])('%s goes from %s to the beginning of %s', (text, from, to) => {
  expect(parseSampleTime(text, now)).toEqual({ from: at(from), to: at(to) })
})

test.each([
  ['', 'must be month, day or yyyyMMdd-yyyyMMdd'],
  ['Day', 'must be month'],
  ['2019090-20190915', 'must be month'],
  ['20190901-201909150', 'must be month'],
  ['20190901-20190915-20190916', 'must be month'],
  ['20190229-20190301', 'does not exist'],
  ['20190901-20190931', 'does not exist'],
  ['20191301-20191301', 'does not exist'],
  ['20190900-20190901', 'does not exist'],
  ['20190902-20190901', 'ends before it begins'],
  ['20190901-20191002', 'spans more than 30 days'],
])('%j is refused: %s', (text, fault) => {
  expect(parseSampleTime(text, now)).toEqual({ fault: expect.stringContaining(fault) })
})

test('now lies in the spans that are told from now, whatever the time of day', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 4e12 }), (time) => {
      for (const [text, days] of [
        ['day', 1],
        ['month', 30],
      ] as const) {
        const span = parseSampleTime(text, time)
        if ('fault' in span) throw new Error(span.fault)
        expect(span.from).toBeLessThanOrEqual(time - days * 86_400_000)
        expect(span.to).toBeGreaterThan(time)
      }
    }),
  )
})
