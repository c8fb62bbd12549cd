import { decodeAddress } from '#core/formats/decode-address.ts'
import { baseName } from '#core/formats/paths.ts'

const local = '/data/local-files/?d='
const uploaded = /^\/data\/upload\//
const scheme = /^(?:https?|s3|gs|azure-blob):\/\/[^/]*\//i

/** A file of the tree, as Label Studio finds it below the folder that it may serve. */
export function writeAddress(path: string): string {
  return `${local}${path.split('/').map(encodeURIComponent).join('/')}`
}

/**
 * What a file that a task names may be called in the tree, the likeliest first: a path below the folder that is served, of
 * an upload, or of an address of the web or a store. An upload has eight digits put before its name.
 */
export function readAddress(address: string): string[] {
  const path = pathOf(address)
  const name = baseName(path)
  const own = /^[0-9a-f]{8}-(.+)$/s.exec(name)?.[1]
  return own === undefined ? [path] : [path, own]
}

/** Whether a text is the address of a file that Label Studio serves, not a text to be labelled. */
export function isServed(text: string): boolean {
  return (text.startsWith(local) || uploaded.test(text)) && !/\s/.test(text)
}

function pathOf(address: string): string {
  if (address.startsWith(local)) return decodeAddress(address.slice(local.length).replaceAll('+', ' '))
  const head = scheme.exec(address)?.[0] ?? uploaded.exec(address)?.[0]
  return head === undefined ? address : decodeAddress(address.slice(head.length).replace(/[?#].*$/s, ''))
}
