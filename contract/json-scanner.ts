import { faultOfText, lineAndColumn, quote, writePath } from './text.ts'

/** Objects and arrays may stand this deep in each other (issue 2, "The contract as one table"). */
const deepestNesting = 64

class Refusal {
  readonly sentence: string
  constructor(sentence: string) {
    this.sentence = sentence
  }
}

const forbiddenKeys = ['__proto__', 'constructor', 'prototype']
const forbiddenHashes = forbiddenKeys.map((key) => hashOf(key))

/** Objects with more keys than this are checked with a set, smaller ones by comparing hashes one by one: no allocation. */
const fewKeys = 24

/** Strings longer than this are searched for their end by the regular expression engine, shorter ones in a plain loop. */
const longString = 48
const endOfPlain = /[^ !#-[\]-\ud7ff\ue000-\uffff]/g

/**
 * Finds the first fault or danger in a JSON text (see parseStrictJson), undefined if there is none.
 */
export function findFault(text: string): string | undefined {
  return new Scanner(text).scan()
}

/** Recursive descent; the recursion is bounded by the nesting limit. Everything it keeps while reading is a small integer. */
class Scanner {
  readonly text: string
  at = 0
  depth = 0
  /** For each open object or array: the index being read, or -1 minus the place of the key being read. */
  readonly steps: number[] = []
  /** A stack of the keys read so far in all open objects: where each begins and the hash of its text. */
  readonly keyStarts: number[] = []
  readonly keyHashes: number[] = []
  keyCount = 0

  constructor(text: string) {
    this.text = text
  }

  scan(): string | undefined {
    try {
      this.skipSpace()
      this.scanValue()
      if (this.at < this.text.length) this.refuseSyntax('the end of the text is expected')
      return undefined
    } catch (error) {
      if (error instanceof Refusal) return error.sentence
      throw error
    }
  }

  /** Reads one value and the space after it. */
  scanValue(): void {
    const code = this.text.charCodeAt(this.at)
    if (code === 0x22) this.scanString()
    else if (code === 0x7b) this.scanObject()
    else if (code === 0x5b) this.scanArray()
    else if (code === 0x2d || (code >= 0x30 && code <= 0x39)) this.scanNumber()
    else if (code === 0x74) this.scanWord('true')
    else if (code === 0x66) this.scanWord('false')
    else if (code === 0x6e) this.scanWord('null')
    else this.refuseSyntax('a value is expected')
    this.skipSpace()
  }

  scanObject(): void {
    this.enter()
    const first = this.keyCount
    let many: Set<string> | undefined
    if (this.text.charCodeAt(this.at) !== 0x7d) {
      for (;;) {
        this.scanKey()
        if (many !== undefined || this.keyCount - first > fewKeys) many = this.checkManyKeys(first, many)
        else this.checkKey(first)
        if (this.text.charCodeAt(this.at) !== 0x3a) this.refuseSyntax('a colon is expected')
        this.at++
        this.skipSpace()
        this.scanValue()
        if (this.text.charCodeAt(this.at) !== 0x2c) break
        this.at++
        this.skipSpace()
      }
      if (this.text.charCodeAt(this.at) !== 0x7d) this.refuseSyntax('a comma or } is expected')
    }
    this.keyCount = first
    this.leave()
  }

  scanArray(): void {
    this.enter()
    if (this.text.charCodeAt(this.at) !== 0x5d) {
      for (let index = 0; ; index++) {
        this.steps[this.depth - 1] = index
        this.scanValue()
        if (this.text.charCodeAt(this.at) !== 0x2c) break
        this.at++
        this.skipSpace()
      }
      if (this.text.charCodeAt(this.at) !== 0x5d) this.refuseSyntax('a comma or ] is expected')
    }
    this.leave()
  }

  enter(): void {
    if (this.depth === deepestNesting)
      this.refuse(`nesting deeper than ${deepestNesting} at ${lineAndColumn(this.text, this.at)}`)
    this.depth++
    this.at++
    this.skipSpace()
  }

  leave(): void {
    this.depth--
    this.at++
  }

  scanKey(): void {
    const { text } = this
    const start = this.at
    if (text.charCodeAt(start) !== 0x22) this.refuseSyntax('a key in double quotes is expected')
    const escaped = this.scanString(true)
    this.steps[this.depth - 1] = -1 - start
    this.keyStarts[this.keyCount] = start
    this.keyHashes[this.keyCount++] = escaped ? hashOf(this.textAt(start)) : hashOf(text, start + 1, this.at - 1)
    this.skipSpace()
  }

  /** Compares the last key with the others of its object, those from `first` on. */
  checkKey(first: number): void {
    const last = this.keyCount - 1
    const hash = this.keyHashes[last]!
    if (forbiddenHashes.includes(hash)) this.refuseForbidden(this.textAt(this.keyStarts[last]!))
    for (let other = first; other < last; other++) {
      if (this.keyHashes[other] !== hash) continue
      const key = this.textAt(this.keyStarts[last]!)
      if (this.textAt(this.keyStarts[other]!) === key) this.refuseDuplicate(key)
    }
  }

  checkManyKeys(first: number, seen = new Set<string>()): Set<string> {
    for (let index = first + seen.size; index < this.keyCount; index++) {
      const key = this.textAt(this.keyStarts[index]!)
      this.refuseForbidden(key)
      if (seen.has(key)) this.refuseDuplicate(key)
      seen.add(key)
    }
    return seen
  }

  /** Reads a string and tells whether it has escapes. */
  scanString(isKey = false): boolean {
    const { text } = this
    const start = this.at
    const loopEnd = start + longString
    let at = start + 1
    let escaped = false
    let suspect = false
    for (;;) {
      const code = text.charCodeAt(at)
      if (code >= 0x20 && code !== 0x22 && code !== 0x5c && (code & 0xf800) !== 0xd800) {
        at = at < loopEnd ? at + 1 : findEndOfPlain(text, at)
      } else if (code === 0x22) break
      else if (code === 0x5c) {
        escaped = true
        suspect ||= text.charCodeAt(at + 1) === 0x75
        at = this.endOfEscape(at)
      } else if (code >= 0xd800) {
        suspect = true
        at++
      } else {
        this.at = at
        this.refuseSyntax(at < text.length ? 'a control character must be escaped' : 'the closing quote is missing')
      }
    }
    this.at = at + 1
    if (suspect) this.checkText(start, isKey)
    return escaped
  }

  /** Judges a text as the reader will see it: the halves of a surrogate pair may be written raw or escaped. */
  checkText(start: number, isKey: boolean): void {
    const fault = faultOfText(JSON.parse(this.text.slice(start, this.at)) as string)
    if (fault !== undefined) this.refuse(isKey ? `${fault} in a key${this.inObject()}` : `${fault}${this.here()}`)
  }

  endOfEscape(at: number): number {
    const letter = this.text.charAt(at + 1)
    if (letter !== '' && '"\\/bfnrt'.includes(letter)) return at + 2
    let end = at + 2
    if (letter === 'u') while (end < at + 6 && isHexDigit(this.text.charCodeAt(end))) end++
    if (end < at + 6) {
      this.at = at
      this.refuseSyntax('no such escape')
    }
    return end
  }

  scanNumber(): void {
    const { text } = this
    const start = this.at
    if (text.charCodeAt(this.at) === 0x2d) this.at++
    if (text.charCodeAt(this.at) === 0x30) this.at++
    else this.scanDigits()
    if (text.charCodeAt(this.at) === 0x2e) {
      this.at++
      this.scanDigits()
    }
    const exponent = (text.charCodeAt(this.at) | 0x20) === 0x65
    if (exponent) {
      this.at++
      const sign = text.charCodeAt(this.at)
      if (sign === 0x2b || sign === 0x2d) this.at++
      this.scanDigits()
    }
    if ((exponent || this.at - start > 300) && !Number.isFinite(Number(text.slice(start, this.at)))) {
      this.refuse(`number out of range${this.here()}`)
    }
  }

  scanDigits(): void {
    const start = this.at
    let code = this.text.charCodeAt(start)
    while (code >= 0x30 && code <= 0x39) code = this.text.charCodeAt(++this.at)
    if (this.at === start) this.refuseSyntax('a digit is expected')
  }

  scanWord(word: string): void {
    if (!this.text.startsWith(word, this.at)) this.refuseSyntax('a value is expected')
    this.at += word.length
  }

  skipSpace(): void {
    let code = this.text.charCodeAt(this.at)
    while (code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09) code = this.text.charCodeAt(++this.at)
  }

  /** The text of the string that begins at `start` and has been read before. */
  textAt(start: number): string {
    let end = start + 1
    while (this.text.charCodeAt(end) !== 0x22) end += this.text.charCodeAt(end) === 0x5c ? 2 : 1
    return JSON.parse(this.text.slice(start, end + 1)) as string
  }

  refuse(sentence: string): never {
    throw new Refusal(sentence)
  }

  refuseSyntax(expectation: string): never {
    this.refuse(`invalid JSON at ${lineAndColumn(this.text, this.at)}: ${expectation}`)
  }

  refuseForbidden(key: string): void {
    if (forbiddenKeys.includes(key)) this.refuse(`forbidden key ${quote(key)}${this.inObject()}`)
  }

  refuseDuplicate(key: string): never {
    this.refuse(`duplicate key ${quote(key)}${this.inObject()}`)
  }

  /** Where the value being read stands. */
  here(depth = this.depth): string {
    const steps = this.steps.slice(0, depth).map((step) => (step >= 0 ? step : this.textAt(-1 - step)))
    return depth <= 0 ? '' : ` at ${writePath(steps)}`
  }

  /** Where the object stands whose key is being read. */
  inObject(): string {
    return this.here(this.depth - 1)
  }
}

function findEndOfPlain(text: string, from: number): number {
  endOfPlain.lastIndex = from
  return endOfPlain.test(text) ? endOfPlain.lastIndex - 1 : text.length
}

function hashOf(text: string, start = 0, end = text.length): number {
  let hash = end - start
  for (let at = start; at < end; at++) hash = (Math.imul(hash, 31) + text.charCodeAt(at)) | 0
  return hash & 0x3fffffff
}

function isHexDigit(code: number): boolean {
  return (code >= 0x30 && code <= 0x39) || ((code | 0x20) >= 0x61 && (code | 0x20) <= 0x66)
}
