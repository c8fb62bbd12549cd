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
