/** An element of an XML document without its comments. `text` is the text directly in it, as it stands. */
export type XmlElement = {
  name: string
  attributes: Readonly<Record<string, string>>
  children: readonly XmlElement[]
  text: string
  /** Line of the opening tag, from 1. */
  line: number
}

/** The first child of that name. */
export function childOf(element: XmlElement, name: string): XmlElement | undefined {
  return element.children.find((child) => child.name === name)
}

/** The text of the first child of that name, without white space around it; undefined when there is none. */
export function textOf(element: XmlElement, name: string): string | undefined {
  return childOf(element, name)?.text.trim()
}

/** A plain decimal number, with white space around it; undefined for anything else, such as `0x1` or nothing. */
export function readDecimal(text: string): number | undefined {
  const trimmed = text.trim()
  return /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?$/i.test(trimmed) ? Number(trimmed) : undefined
}

/** Whether a text comes back from a document as it is. */
export function fitsXml(text: string): boolean {
  return !/[^\P{Cc}\t\n\r\u007f-\u009f]|[\p{Cs}\uFFFE\uFFFF]/u.test(text)
}

/** Text for between tags or in an attribute. What XML cannot hold (most control characters) becomes U+FFFD. */
export function escapeXml(text: string): string {
  return text.replace(/[&<>"'\p{Cc}\p{Cs}\uFFFE\uFFFF]/gu, (found) => {
    const isHeld = found === '\t' || found === '\n' || (found >= '\u007f' && found <= '\u009f')
    return escapes[found] ?? (isHeld ? found : '\uFFFD')
  })
}

const escapes: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
  // A reader turns a bare carriage return into a line feed.
  '\r': '&#13;',
}

/** An element as text. Its own text stands before its children. */
export function writeXml({ name, attributes, children, text }: XmlElement): string {
  const pairs = Object.entries(attributes).map(([key, value]) => ` ${key}="${escapeAttribute(value)}"`)
  const inner = escapeXml(text) + children.map(writeXml).join('')
  return inner === '' ? `<${name}${pairs.join('')}/>` : `<${name}${pairs.join('')}>${inner}</${name}>`
}

/** A reader turns line ends and tabs in attributes into spaces. */
function escapeAttribute(text: string): string {
  return escapeXml(text).replace(/[\t\n]/g, (found) => `&#${found.charCodeAt(0)};`)
}
