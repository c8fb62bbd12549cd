import { decodeText } from './text.ts'

/** Bytes of the largest member; as much as a line of a manifest may have (formats 3.1). */
const largestMember = 16 * 1024 * 1024
const deepest = 200

export type JsonMember = { value: unknown } | { problem: string }

/**
 * The members of the array at `steps` (keys from the top; none = the top itself) of a JSON document that may be larger than
 * memory: one member is held at a time. Where the array is missing there are none. A broken member or document is told in the
 * last item, as the end of a sentence. What stands beside the array is passed over by its brackets and strings alone.
 */
export async function* readMembers(
  stream: AsyncIterable<Uint8Array>,
  steps: readonly string[],
): AsyncGenerator<JsonMember> {
  const finder = new MemberFinder(steps)
  for await (const chunk of stream) {
    yield* finder.read(chunk)
    if (finder.problem !== undefined) break
  }
  const problem = finder.problem ?? finder.faultAtEnd()
  if (problem !== undefined) yield { problem: `is not valid JSON: ${problem}` }
}

/** An open bracket: the byte that closes it and, in an object, the key whose value is being read. */
type Frame = { closer: number; key?: string }

class MemberFinder {
  problem: string | undefined
  readonly #steps: readonly string[]
  readonly #frames: Frame[] = []
  /** Directly in the array that is looked for. */
  #atMembers = false
  #afterComma = false
  #inString = false
  #escaped = false
  /** Bytes of a key on the way to the array. */
  #key: number[] | undefined
  /** What is there so far of the member being read, and its size. */
  #parts: Uint8Array[] | undefined
  #size = 0

  constructor(steps: readonly string[]) {
    this.#steps = steps
  }

  *read(chunk: Uint8Array): Generator<JsonMember> {
    let from = 0
    for (let at = 0; at < chunk.length; at++) {
      const byte = chunk[at]!
      if (this.#inString) {
        this.#readString(byte)
        continue
      }
      if (isSpace(byte)) continue
      if (this.#atMembers) {
        if (byte === COMMA || byte === CLOSE_ARRAY) {
          if (this.#parts) {
            this.#keep(chunk.subarray(from, at))
            yield* this.#takeMember()
          } else if (byte === COMMA || this.#afterComma) this.problem = 'a comma stands without a value'
          this.#afterComma = byte === COMMA
        } else if (!this.#parts) {
          this.#parts = []
          from = at
        }
      }
      this.#readMark(byte)
      if (this.problem !== undefined) return
    }
    // The stream may use the bytes of the chunk again.
    if (this.#parts) this.#keep(chunk.slice(from))
  }

  faultAtEnd(): string | undefined {
    return this.#inString || this.#frames.length > 0 ? 'it ends too early' : undefined
  }

  #readString(byte: number): void {
    if (this.#escaped) this.#escaped = false
    else if (byte === BACKSLASH) this.#escaped = true
    else if (byte === QUOTE) this.#inString = false
    if (this.#inString) this.#key?.push(byte)
    else if (this.#key) {
      this.#frames.at(-1)!.key = readKey(this.#key)
      this.#key = undefined
    }
  }

  #readMark(byte: number): void {
    const top = this.#frames.at(-1)
    if (byte === QUOTE) {
      this.#inString = true
      const isKey = top?.closer === CLOSE_OBJECT && top.key === undefined
      if (isKey && this.#frames.length <= this.#steps.length) this.#key = []
    } else if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) {
      this.#frames.push({ closer: byte === OPEN_OBJECT ? CLOSE_OBJECT : CLOSE_ARRAY })
      if (this.#frames.length > deepest) this.problem = `more than ${deepest} brackets within each other`
      this.#atMembers = this.#areMembers()
    } else if (byte === CLOSE_OBJECT || byte === CLOSE_ARRAY) {
      if (this.#frames.pop()?.closer !== byte) this.problem = 'brackets do not match'
      this.#atMembers = this.#areMembers()
    } else if (byte === COMMA && top) delete top.key
  }

  #areMembers(): boolean {
    const [steps, frames] = [this.#steps, this.#frames]
    if (frames.length !== steps.length + 1 || frames.at(-1)!.closer !== CLOSE_ARRAY) return false
    return steps.every((step, index) => frames[index]!.key === step)
  }

  #keep(part: Uint8Array): void {
    this.#size += part.length
    if (this.#size > largestMember) this.problem = `a member has more than ${largestMember} bytes`
    else this.#parts!.push(part)
  }

  *#takeMember(): Generator<JsonMember> {
    const read = parse(Buffer.concat(this.#parts!))
    this.#parts = undefined
    this.#size = 0
    if ('problem' in read) this.problem = read.problem
    else yield read
  }
}

function readKey(bytes: readonly number[]): string | undefined {
  const read = parse(Buffer.from([QUOTE, ...bytes, QUOTE]))
  return 'value' in read ? (read.value as string) : ''
}

function parse(bytes: Uint8Array): JsonMember {
  const decoded = decodeText(bytes)
  if ('problem' in decoded) return { problem: `it ${decoded.problem}` }
  try {
    return { value: JSON.parse(decoded.text) }
  } catch (error) {
    return { problem: (error as Error).message }
  }
}

const QUOTE = 0x22
const BACKSLASH = 0x5c
const COMMA = 0x2c
const OPEN_OBJECT = 0x7b
const CLOSE_OBJECT = 0x7d
const OPEN_ARRAY = 0x5b
const CLOSE_ARRAY = 0x5d

/** A byte order mark counts as space. */
function isSpace(byte: number): boolean {
  return (
    byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09 || byte === 0xef || byte === 0xbb || byte === 0xbf
  )
}
