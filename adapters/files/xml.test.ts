import { Readable } from 'node:stream'
import { expect, test } from 'vitest'
import { parseXml, readElements } from './xml.ts'

test('a document becomes its elements with attributes, text and lines', () => {
  expect(parseXml('<?xml version="1.0"?>\n<a x="1">\n<b>&lt;x&gt; <![CDATA[<y>]]></b><!-- not me --><b/></a>')).toEqual(
    {
      root: {
        name: 'a',
        attributes: { x: '1' },
        text: '\n',
        line: 2,
        children: [
          { name: 'b', attributes: {}, text: '<x> <y>', children: [], line: 3 },
          { name: 'b', attributes: {}, text: '', children: [], line: 3 },
        ],
      },
    },
  )
})

test('a document type is refused, whatever it defines', () => {
  const laughs = '<!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol1 "&lol;&lol;">]><lolz>&lol1;</lolz>'
  const external = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'
  for (const text of [laughs, external])
    expect(parseXml(text)).toEqual({ problem: expect.stringMatching('document type') })
})

test.each([
  ['an element that is not closed', '<annotation>\n<circle><r>100<r></circle></annotation>', 'in line 2'],
  ['a document without elements', '', 'root element'],
  ['plain text', 'hello', 'in line 1'],
  ['two roots', '<a/><b/>', 'in line 1'],
  ['an entity nobody knows', '<a>&nbsp;</a>', 'in line 1'],
  ['elements as deep as the sea', '<a>'.repeat(100_000), '64 elements'],
])('%s is refused with its place', (_, text, reason) => {
  expect(parseXml(text)).toEqual({ problem: expect.stringContaining(reason) })
})

/** What is read of a text in pieces of so many bytes. */
async function elementsOf(text: string, piece = 3) {
  const bytes = Buffer.from(text)
  const pieces = Array.from({ length: Math.ceil(bytes.length / piece) }, (_, i) =>
    bytes.subarray(i * piece, (i + 1) * piece),
  )
  return Array.fromAsync(readElements(Readable.from(pieces)))
}

test('a large document becomes its root and then its children, however its bytes come', async () => {
  const text = '\uFEFF<?xml version="1.0" encoding="utf-8"?>\n<a x="ö">\n<b>😀<c/></b> and <d/></a>\n'
  const c = { name: 'c', attributes: {}, text: '', children: [], line: 3 }
  for (const piece of [1, 2, 7, 1000]) {
    expect(await elementsOf(text, piece)).toEqual([
      { element: { name: 'a', attributes: { x: 'ö' }, text: '', children: [], line: 2 } },
      { element: { name: 'b', attributes: {}, text: '😀', children: [c], line: 3 } },
      { element: { name: 'd', attributes: {}, text: '', children: [], line: 3 } },
    ])
  }
})

test('what stands before a fault is handed over, and the fault is told once', async () => {
  const [root, b, last, ...others] = await elementsOf('<a>\n<b/>\n<c></d>\n<e/></a>')
  expect([root, b]).toMatchObject([{ element: { name: 'a' } }, { element: { name: 'b' } }])
  expect(last).toEqual({ problem: expect.stringContaining('is not valid XML in line 3') })
  expect(others).toEqual([])
})

test.each<[string, string, string]>([
  ['a document type', '<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>', 'document type'],
  ['no document', '', 'root element'],
  ['an end too early', '<a><b/>', 'unclosed tag'],
  ['elements as deep as the sea', '<a>'.repeat(1000), '64 elements'],
  ['an element without end', `<a><b x="${'y'.repeat(17 * 1024 * 1024)}"/></a>`, '16777216 characters'],
  ['text without end', `<a>${' '.repeat(17 * 1024 * 1024)}<b/></a>`, '16777216 characters'],
  ['elements without end', `<a><b>${'<c/>'.repeat(250_001)}</b></a>`, '250000 elements'],
])('%s is refused in a large document', async (_, text, reason) => {
  expect((await elementsOf(text, 64 * 1024)).at(-1)).toEqual({ problem: expect.stringContaining(reason) })
})

test('bytes that are no text are told', async () => {
  const pieces = [Buffer.from('<a><b/>'), Buffer.from([0xff]), Buffer.from('</a>')]
  expect((await Array.fromAsync(readElements(Readable.from(pieces)))).at(-1)).toEqual({
    problem: 'is not valid UTF-8',
  })
})
