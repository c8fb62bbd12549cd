import { faultOfText, quote } from '#contract/text.ts'
import { decodeFlag, isCoefficient } from '#core/codecs/hard.ts'
import { FileFault } from '#core/formats/files.ts'
import { faultOfValue, isObject, type JsonObject } from '#core/formats/json-object.ts'

/** Reads the fields of an object in a manifest. Whatever is wrong throws a `FileFault` for its line. */
export class Fields {
  readonly #place: { path: string; line: number }
  readonly #object: JsonObject
  readonly #read = new Set<string>()
  readonly #name: string

  /** `name` is the place of the object in the line, `annotation[2]`; empty: the line itself. */
  constructor(place: { path: string; line: number }, object: JsonObject, name: string) {
    this.#place = place
    this.#object = object
    this.#name = name
  }

  /** A field by its name, or by its older spelling with underscores (formats 3.3); null and nothing are the same. */
  get(name: string): unknown {
    const older = name.replaceAll('-', '_')
    this.#read.add(name).add(older)
    const found = Object.hasOwn(this.#object, name) ? name : older
    return Object.hasOwn(this.#object, found) ? (this.#object[found] ?? undefined) : undefined
  }

  text(name: string): string | undefined {
    const value = this.get(name)
    if (value !== undefined && typeof value !== 'string') throw this.fault(name, 'must be a text')
    const problem = value === undefined ? undefined : faultOfText(value)
    if (problem !== undefined) throw this.fault(name, `holds ${problem}`)
    return value
  }

  /** `"true"`, `"1"`, true, 1 and their opposites (formats 3.2). */
  flag(name: string): boolean | undefined {
    const value = this.get(name)
    if (value === undefined || value === '') return undefined
    const flag = value === true || value === false ? value : decodeFlag(String(value).toLowerCase())
    if (flag === undefined || typeof value === 'object') throw this.fault(name, 'must be true or false')
    return flag
  }

  /** A number from 0 to 1, also as text. */
  coefficient(name: string): number | undefined {
    const value = this.get(name)
    if (value === undefined || value === '') return undefined
    const number = typeof value === 'string' && /^\d+(\.\d+)?(e[+-]?\d+)?$/i.test(value) ? Number(value) : value
    if (!isCoefficient(number)) throw this.fault(name, 'must be a number from 0 to 1')
    return number
  }

  /** An object, or one written as a text (formats 3.3). Keys with null are left out. */
  object(name: string): JsonObject {
    const value = this.get(name)
    const given = typeof value === 'string' ? parseText(value) : value
    if (given === undefined || value === '') return {}
    if (!isObject(given)) throw this.fault(name, 'must be an object')
    const problem = faultOfValue(given)
    if (problem !== undefined) throw this.fault(name, `holds ${problem}`)
    return Object.fromEntries(Object.entries(given).filter(([, one]) => one !== null))
  }

  /** Fields nobody asked for. */
  rest(): string[] {
    const left = Object.keys(this.#object).filter((name) => !this.#read.has(name))
    return left.map((name) => this.#nameOf(quote(name).slice(1, -1)))
  }

  fault(name: string, reason: string): FileFault {
    return new FileFault(this.#place.path, `has a bad ${this.#nameOf(name)}: it ${reason}`, this.#place.line)
  }

  #nameOf(name: string): string {
    return this.#name === '' ? name : `${this.#name}.${name}`
  }
}

function parseText(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
