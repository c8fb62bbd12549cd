import { heavyPieces, hostilePieces } from './hostile-pieces.ts'
import type { Random } from './random.ts'

/** What a file has become, and how, for people. */
export type Damaged = { bytes: Buffer; told: string }

/** Damages a file a few times over. */
export function damage(bytes: Uint8Array, random: Random): Damaged {
  let damaged: Buffer = Buffer.from(bytes)
  const told: string[] = []
  for (let times = 1 + random.below(3); times > 0; times--) {
    const [name, change] = random.pick(changes)
    damaged = change(damaged, random)
    told.push(name)
  }
  return { bytes: damaged, told: told.join(', ') }
}

type Change = (bytes: Buffer, random: Random) => Buffer

const changes: readonly (readonly [name: string, change: Change])[] = [
  ['bits flipped', flipBits],
  ['cut off', (bytes, random) => bytes.subarray(0, random.below(bytes.length + 1))],
  ['a part taken out', (bytes, random) => splice(bytes, stretchOf(bytes, random), '')],
  ['a part doubled', doublePart],
  ['a piece put in', (bytes, random) => splice(bytes, emptyAt(bytes, random), hostilePiece(random))],
  ['a piece put in', (bytes, random) => splice(bytes, emptyAt(bytes, random), hostilePiece(random))],
  ['a part replaced', (bytes, random) => splice(bytes, stretchOf(bytes, random), hostilePiece(random))],
  ['a word replaced', replaceWord],
  ['a word replaced', replaceWord],
  ['a word replaced', replaceWord],
  ['words exchanged', exchangeWords],
  ['words exchanged', exchangeWords],
  ['lines exchanged', exchangeLines],
  ['a line repeated', repeatLine],
  ['written otherwise', encodeOtherwise],
  ['much put in', (bytes, random) => splice(bytes, emptyAt(bytes, random), heavyPiece(random))],
]

/** From byte, to byte. */
type Stretch = readonly [from: number, to: number]

function flipBits(bytes: Buffer, random: Random): Buffer {
  const flipped = Buffer.from(bytes)
  for (let left = bytes.length && 1 + random.below(8); left > 0; left--)
    flipped[random.below(bytes.length)]! ^= 1 << random.below(8)
  return flipped
}

function doublePart(bytes: Buffer, random: Random): Buffer {
  const [from, to] = stretchOf(bytes, random)
  return splice(bytes, [to, to], bytes.subarray(from, to))
}

function replaceWord(bytes: Buffer, random: Random): Buffer {
  const words = wordsOf(bytes)
  return words.length === 0 ? bytes : splice(bytes, random.pick(words), hostilePiece(random))
}

function exchangeWords(bytes: Buffer, random: Random): Buffer {
  const words = wordsOf(bytes)
  return words.length < 2 ? bytes : exchange(bytes, random.pick(words), random.pick(words))
}

function exchangeLines(bytes: Buffer, random: Random): Buffer {
  const lines = linesOf(bytes)
  return exchange(bytes, random.pick(lines), random.pick(lines))
}

function repeatLine(bytes: Buffer, random: Random): Buffer {
  const [from, to] = random.pick(linesOf(bytes))
  const line = bytes.subarray(from, Math.min(to + 1, bytes.length))
  const times = Math.min(1 + random.below(5000), Math.floor(500_000 / (line.length + 1)))
  return splice(bytes, [from, from], Buffer.concat(Array.from({ length: times }, () => line)))
}

function encodeOtherwise(bytes: Buffer, random: Random): Buffer {
  const text = bytes.toString()
  return random.pick([
    () => Buffer.concat([Uint8Array.of(0xef, 0xbb, 0xbf), bytes]),
    () => Buffer.from(`\ufeff${text}`, 'utf16le'),
    () => Buffer.from(`\ufeff${text}`, 'utf16le').swap16(),
    () => Buffer.from(text, 'utf16le'),
    () => Buffer.from(text, 'latin1'),
    () => Buffer.from(text.replaceAll('\n', '\r\n')),
    () => Buffer.from(text.replaceAll('\n', '\r')),
  ])()
}

/** Values and names, as all texts of labels part them. */
function wordsOf(bytes: Buffer): Stretch[] {
  const words: Stretch[] = []
  for (const { index, 0: word } of bytes
    .toString('latin1')
    .matchAll(/"[^"\n]{0,80}"|<[^<>\n]{0,80}>|[^\s"<>,:;=[\]{}()]+/g)) {
    words.push([index, index + word.length])
    if (words.length >= 10_000) break
  }
  return words
}

/** Without their ends; of an empty file the one it has. */
function linesOf(bytes: Buffer): Stretch[] {
  const lines: Stretch[] = []
  for (let from = 0; from <= bytes.length && lines.length < 10_000; ) {
    const end = bytes.indexOf(10, from)
    const to = end === -1 ? bytes.length : end
    lines.push([from, to])
    from = to + 1
  }
  return lines
}

function emptyAt(bytes: Buffer, random: Random): Stretch {
  const at = random.below(bytes.length + 1)
  return [at, at]
}

/** Mostly a short one. */
function stretchOf(bytes: Buffer, random: Random): Stretch {
  const from = random.below(bytes.length + 1)
  const longest = random.below(4) > 0 ? 20 : bytes.length
  return [from, Math.min(bytes.length, from + random.below(longest + 1))]
}

function exchange(bytes: Buffer, one: Stretch, other: Stretch): Buffer {
  const [[from, to], [nextFrom, nextTo]] = one[0] <= other[0] ? [one, other] : [other, one]
  if (nextFrom < to) return bytes
  return Buffer.concat([
    bytes.subarray(0, from),
    bytes.subarray(nextFrom, nextTo),
    bytes.subarray(to, nextFrom),
    bytes.subarray(from, to),
    bytes.subarray(nextTo),
  ])
}

function splice(bytes: Buffer, [from, to]: Stretch, piece: string | Uint8Array): Buffer {
  return Buffer.concat([bytes.subarray(0, from), Buffer.from(piece as string), bytes.subarray(to)])
}

function hostilePiece(random: Random): string | Uint8Array {
  return random.below(200) === 0 ? heavyPiece(random) : random.pick(hostilePieces)
}

function heavyPiece(random: Random): string {
  return random.pick(heavyPieces)(random.pick([200, 2_000, 20_000, 100_000, 200_000, 1_000_000]))
}
