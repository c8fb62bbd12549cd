/** Bytes of a file that are enough for `sniffContentType`. */
export const sniffLength = 512

const wildcard = '?'

/** First bytes as Latin-1 text; `?` stands for any byte. Only types a browser shows without running anything (S2). */
const signatures: readonly (readonly [type: string, start: string])[] = [
  ['image/jpeg', '\xff\xd8\xff'],
  ['image/png', '\x89PNG\r\n\x1a\n'],
  ['image/gif', 'GIF87a'],
  ['image/gif', 'GIF89a'],
  ['image/webp', 'RIFF????WEBP'],
  ['image/tiff', 'II*\0'],
  ['image/tiff', 'MM\0*'],
  ['image/avif', '????ftypavif'],
  ['image/avif', '????ftypavis'],
  ['audio/wav', 'RIFF????WAVE'],
  ['audio/mpeg', 'ID3'],
  ['audio/flac', 'fLaC'],
  ['audio/ogg', 'OggS'],
  ['audio/mp4', '????ftypM4A '],
  ['video/quicktime', '????ftypqt  '],
]

const mp4Brands = new Set(['isom', 'iso2', 'iso4', 'iso5', 'iso6', 'mp41', 'mp42', 'avc1', 'dash', 'M4V ', 'MSNV'])

/**
 * The type under which the bytes of a file may be served, from its first bytes (`sniffLength` of them) alone: what the
 * file calls itself never counts (reliability S2). Text only where the sample is one, else a page named `x.jpg` would be
 * text at least; HTML, SVG, XML and PDF have no type of their own here. Everything unknown is a row of bytes.
 */
export function sniffContentType(head: Uint8Array, isTextSample = false): string {
  if (isTextSample) return isPlainText(head) ? 'text/plain; charset=utf-8' : 'application/octet-stream'
  const start = String.fromCharCode(...head.subarray(0, 64))
  const known = signatures.find(([, signature]) => matches(start, signature))?.[0]
  if (known !== undefined) return known
  if (isBmp(head)) return 'image/bmp'
  if (isMp3Frame(head)) return 'audio/mpeg'
  if (start.startsWith('\x1a\x45\xdf\xa3') && start.includes('webm')) return 'video/webm'
  if (start.slice(4, 8) === 'ftyp' && mp4Brands.has(start.slice(8, 12))) return 'video/mp4'
  return 'application/octet-stream'
}

function matches(start: string, signature: string): boolean {
  if (start.length < signature.length) return false
  for (let i = 0; i < signature.length; i++) {
    if (signature[i] !== wildcard && signature[i] !== start[i]) return false
  }
  return true
}

/** `BM` begins many a text as well: the size of the second header decides. */
function isBmp(head: Uint8Array): boolean {
  if (head.length < 18 || head[0] !== 0x42 || head[1] !== 0x4d) return false
  const headerSize = head[14]! + 0x100 * head[15]! + 0x10000 * head[16]! + 0x1000000 * head[17]!
  return [12, 16, 40, 52, 56, 64, 108, 124].includes(headerSize)
}

/** A frame of layer III with a bit rate and a sampling rate that exist. */
function isMp3Frame(head: Uint8Array): boolean {
  if (head.length < 4 || head[0] !== 0xff) return false
  const [, second, third] = head as unknown as [number, number, number]
  const isLayer3 = (second & 0xe6) === 0xe2 && (second & 0x18) !== 0x08
  return isLayer3 && third >> 4 !== 0 && third >> 4 !== 15 && ((third >> 2) & 3) !== 3
}

/** Valid UTF-8 (the last character may be cut) without controls other than tab, line ends and form feed. */
function isPlainText(head: Uint8Array): boolean {
  if (head.some((byte) => byte < 0x20 && byte !== 9 && byte !== 10 && byte !== 12 && byte !== 13)) return false
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: true })
    return true
  } catch {
    return false
  }
}
