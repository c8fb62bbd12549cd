import { expect, test } from 'vitest'
import { parseXml } from './xml.ts'

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
