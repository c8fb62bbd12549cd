import { SaxesParser, type SaxesTagPlain } from 'saxes'
import type { XmlElement } from '#core/formats/xml.ts'

/** Elements within elements; no format of ours needs more than eight. */
const deepest = 64

type Open = { name: string; attributes: Record<string, string>; children: XmlElement[]; text: string; line: number }

/**
 * Parses a whole XML document. A document type is refused, so there are no entities but the five of XML itself and no
 * address is ever opened (reliability S15). The refusal is the end of a sentence: `is not valid XML in line 3: …`.
 */
export function parseXml(text: string): { root: XmlElement } | { problem: string } {
  const parser = new SaxesParser()
  const open: Open[] = []
  let root: XmlElement | undefined
  let problem: string | undefined
  const refuse = (reason: string) => {
    problem ??= reason
  }
  parser.on('error', (error) => refuse(`is not valid XML in line ${parser.line}: ${tailOf(error.message)}`))
  parser.on('doctype', () => refuse(`has a document type in line ${parser.line}, which is refused`))
  parser.on('opentag', (tag: SaxesTagPlain) => {
    if (open.length >= deepest) refuse(`has more than ${deepest} elements within each other in line ${parser.line}`)
    open.push({ name: tag.name, attributes: tag.attributes, children: [], text: '', line: parser.line })
  })
  const addText = (part: string) => {
    const current = open.at(-1)
    if (current) current.text += part
  }
  parser.on('text', addText)
  parser.on('cdata', addText)
  parser.on('closetag', () => {
    const closed = open.pop()!
    const parent = open.at(-1)
    if (parent) parent.children.push(closed)
    else root ??= closed
  })
  for (let start = 0; start < text.length && problem === undefined; start += CHUNK) {
    parser.write(text.slice(start, start + CHUNK))
  }
  if (problem === undefined) parser.close()
  if (problem !== undefined) return { problem }
  return { root: root! }
}

/** A bad document is given up after so many characters more. */
const CHUNK = 64 * 1024

/** Messages of the parser begin with line and column. */
function tailOf(message: string): string {
  return message.replace(/^\d+:\d+: /, '').replace(/\.$/, '')
}
