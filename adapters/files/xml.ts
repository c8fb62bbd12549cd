import { TextDecoder } from 'node:util'
import { SaxesParser, type SaxesTagPlain } from 'saxes'
import type { XmlElement } from '#core/formats/xml.ts'

/** Elements within elements; no format of ours needs more than eight. */
const deepest = 64

/** Of a child of the root that is read alone: characters, and elements in it. */
const largestElement = 16 * 1024 * 1024
const mostElements = 250_000

type Open = { name: string; attributes: Record<string, string>; children: XmlElement[]; text: string; line: number }

/**
 * Parses a whole XML document. A document type is refused, so there are no entities but the five of XML itself and no
 * address is ever opened (reliability S15). The refusal is the end of a sentence: `is not valid XML in line 3: …`.
 */
export function parseXml(text: string): { root: XmlElement } | { problem: string } {
  const reader = new XmlReader(Number.POSITIVE_INFINITY)
  const children: XmlElement[] = []
  for (let start = 0; start < text.length && reader.problem === undefined; start += CHUNK) {
    reader.write(text.slice(start, start + CHUNK))
    for (const child of reader.take()) children.push(child)
  }
  reader.close()
  if (reader.problem !== undefined) return { problem: reader.problem }
  return { root: { ...reader.root!, children } }
}

/**
 * The root of an XML document that may be larger than memory, without its children and text, and then these one by one. Of what
 * is broken the last item tells. Everything else is as with `parseXml`.
 */
export async function* readElements(
  stream: AsyncIterable<Uint8Array>,
  encoding = 'UTF-8',
): AsyncGenerator<{ element: XmlElement } | { problem: string }> {
  const reader = new XmlReader(largestElement)
  const decoder = new TextDecoder(encoding, { fatal: true })
  let isBegun = false
  const found = function* () {
    const elements = reader.take()
    if (!isBegun && reader.root) yield { element: { ...reader.root, children: [] } }
    isBegun = reader.root !== undefined
    for (const element of elements) yield { element }
  }
  for await (const chunk of stream) {
    for (let start = 0; start < chunk.length && reader.problem === undefined; start += CHUNK) {
      const text = decode(decoder, chunk.subarray(start, start + CHUNK))
      if (text === undefined) reader.problem = `is not valid ${encoding}`
      else reader.write(text)
      yield* found()
    }
    if (reader.problem !== undefined) break
  }
  if (reader.problem === undefined && decode(decoder) === undefined) reader.problem = `is not valid ${encoding}`
  reader.close()
  if (reader.problem !== undefined) yield { problem: reader.problem }
}

/** The next piece of a text, or without bytes its end; undefined where it is none. */
function decode(decoder: TextDecoder, bytes?: Uint8Array): string | undefined {
  try {
    return decoder.decode(bytes, { stream: bytes !== undefined })
  } catch {
    return undefined
  }
}

/** A bad document is given up after so many characters more. */
const CHUNK = 64 * 1024

/** Parses a document piece by piece and hands over every child of the root when it is closed. */
class XmlReader {
  problem: string | undefined
  /** From its opening tag on; its children are handed over. */
  root: Open | undefined
  readonly #parser = new SaxesParser()
  readonly #open: Open[] = []
  readonly #largest: number
  #ready: XmlElement[] = []
  /** Where the last child of the root ended, and how many elements came since. */
  #since = 0
  #count = 0

  constructor(largest: number) {
    this.#largest = largest
    const isStreamed = largest < Number.POSITIVE_INFINITY
    const parser = this.#parser
    parser.on('error', (error) => this.#refuse(`is not valid XML in line ${parser.line}: ${tailOf(error.message)}`))
    parser.on('doctype', () => this.#refuse(`has a document type in line ${parser.line}, which is refused`))
    parser.on('opentag', (tag: SaxesTagPlain) => this.#openTag(tag))
    const addText = (part: string) => {
      const current = this.#open.at(-1)
      if (current && !(isStreamed && this.#open.length === 1)) current.text += part
    }
    parser.on('text', addText)
    parser.on('cdata', addText)
    parser.on('closetag', () => this.#closeTag())
  }

  write(text: string): void {
    if (text === '') return
    this.#parser.write(text)
    if (this.#parser.position - this.#since > this.#largest) {
      this.#refuse(`has an element of more than ${this.#largest} characters in line ${this.#parser.line}`)
    }
  }

  close(): void {
    if (this.problem === undefined) this.#parser.close()
  }

  take(): XmlElement[] {
    const ready = this.#ready
    this.#ready = []
    return ready
  }

  #openTag(tag: SaxesTagPlain): void {
    const line = this.#parser.line
    if (this.#open.length >= deepest)
      this.#refuse(`has more than ${deepest} elements within each other in line ${line}`)
    if (++this.#count > mostElements && this.#largest < Number.POSITIVE_INFINITY) {
      this.#refuse(`has more than ${mostElements} elements within one in line ${line}`)
    }
    const opened: Open = { name: tag.name, attributes: tag.attributes, children: [], text: '', line }
    this.#open.push(opened)
    this.root ??= opened
  }

  #closeTag(): void {
    const closed = this.#open.pop()!
    const parent = this.#open.at(-1)
    if (this.problem !== undefined || !parent) return
    if (this.#open.length > 1) parent.children.push(closed)
    else {
      this.#ready.push(closed)
      this.#since = this.#parser.position
      this.#count = 0
    }
  }

  #refuse(reason: string): void {
    this.problem ??= reason
    // An element that is closed by the tag of another is handed over before that is told.
    if (this.#since === this.#parser.position) this.#ready.pop()
  }
}

/** Messages of the parser begin with line and column. */
function tailOf(message: string): string {
  return message.replace(/^\d+:\d+: /, '').replace(/\.$/, '')
}
