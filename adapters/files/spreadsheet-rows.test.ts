import { expect, test } from 'vitest'
import { writeSpreadsheetRows } from './spreadsheet-rows.ts'

test.each(['=1+1', '+1', '-1', '@a', '\t=1', '\r=1', '=HYPERLINK("http://example.com";"a")', "=cmd|' /C calc'!A0"])(
  '%j is no formula in a spreadsheet',
  (cell) => {
    const text = writeSpreadsheetRows([[cell]])
    expect(text).toMatch(/^"?'/)
    expect(text.replace(/^"([\s\S]*)"\n$/, (_, inner) => `${inner.replaceAll('""', '"')}\n`)).toBe(`'${cell}\n`)
  },
)

test('numbers, missing cells, quotes and breaks stand as RFC 4180 has them', () => {
  expect(writeSpreadsheetRows([['a', 12, null, 'b "c", d', 'e\nf']])).toBe('a,12,,"b ""c"", d","e\nf"\n')
})
