import { fitsXml } from './xml.ts'

/**
 * Values as text in XML: what is under a key of ours may be any JSON and comes back as it was, so a text that looks like
 * JSON is written as JSON.
 */
export function encodeExtension(value: unknown): string {
  return typeof value === 'string' && fitsXml(value) && parseJson(value) === undefined ? value : JSON.stringify(value)
}

export function decodeExtension(text: string): unknown {
  const parsed = parseJson(text)
  return parsed === undefined ? text : parsed
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
