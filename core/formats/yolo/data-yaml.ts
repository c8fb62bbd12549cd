import { FileFault, type ReadFiles } from '#core/formats/files.ts'
import { faultOf } from '#core/formats/record-fault.ts'

/** In characters; the names of the largest published set of classes are a tenth of it. */
const longest = 2_000_000

/** The sets of pictures, as Ultralytics calls them. */
export const SETS = ['train', 'val', 'test'] as const
export type SetName = (typeof SETS)[number]

export type DataYaml = {
  names: ReadonlyMap<number, string>
  /** Folders of pictures or lists of them, as they stand there. */
  sets: { set: SetName; path: string }[]
}

/**
 * Reads of a `data.yaml` the keys `names` (a list, or a map of indices), `path`, `train`, `val` and `test` (a text or a list
 * of texts), each at the top of the document. Lists and maps may stand in brackets or line by line, texts may be quoted.
 * Every other key is passed over. What is more of YAML than that (tags, anchors, texts of several lines) is refused with
 * its line, as is a key that stands twice.
 */
export function readDataYaml(path: string, text: string): DataYaml {
  if (text.length > longest) throw new FileFault(path, `is longer than ${longest} characters`)
  const entries = new Map<string, Entry>()
  let last: Entry | undefined
  for (const [index, line] of text
    .replace(/^\ufeff/, '')
    .split(/\r?\n/)
    .entries()) {
    const key = /^(\w+)[ \t]*:(?=\s|$)/.exec(line)
    if (key) {
      if (entries.has(key[1]!)) throw new FileFault(path, `says ${key[1]} twice`, index + 1)
      last = { path, line: index + 1, lines: [line.slice(key[0].length)] }
      entries.set(key[1]!, last)
    } else last?.lines.push(line)
  }
  const root = valuesOf(entries.get('path')).get(0)
  const sets = SETS.flatMap((set) =>
    [...valuesOf(entries.get(set)).values()].map((value) => ({ set, path: root ? `${root}/${value}` : value })),
  )
  return { names: valuesOf(entries.get('names')), sets }
}

/** Whether a file describes sets of pictures, and names what is in them; also where it does so in a way that is refused. */
export async function isDataYaml(files: ReadFiles, path: string): Promise<boolean> {
  let text = ''
  try {
    text = await files.text(path)
    const { names, sets } = readDataYaml(path, text)
    return names.size > 0 && sets.length > 0
  } catch (error) {
    faultOf(error)
    return /^names[ \t]*:/m.test(text) && /^(?:train|val|test)[ \t]*:/m.test(text)
  }
}

/** What stands behind a key, up to the next. */
type Entry = { path: string; line: number; lines: string[] }

/** The texts of a value by their index; a single text has the index 0. */
function valuesOf(entry: Entry | undefined): Map<number, string> {
  const values = new Map<number, string>()
  if (!entry) return values
  const reader = new ValueReader(entry)
  const add = (index: number, value: string) => {
    if (values.has(index)) reader.refuse(`says ${index} twice`)
    values.set(index, value)
  }
  reader.skipSpace()
  const isFirstLine = reader.line === entry.line
  if (reader.isAtEnd) return values
  const open = reader.take('[') ? ']' : reader.take('{') ? '}' : undefined
  if (open !== undefined) {
    for (reader.skipSpace(); !reader.take(open); reader.skipSpace()) {
      add(open === '}' ? reader.readIndex() : values.size, reader.readText(`,${open}`))
      reader.skipSpace()
      if (!reader.take(',') && !reader.sees(open)) reader.refuse(`has no "," or "${open}" where one belongs`)
    }
  } else if (isFirstLine) add(0, reader.readText(''))
  else {
    const isList = reader.sees('- ')
    for (; !reader.isAtEnd; reader.skipSpace()) {
      if (isList && !reader.take('- ')) reader.refuse('holds a line that does not begin with "- "')
      add(isList ? values.size : reader.readIndex(), reader.readText(''))
    }
  }
  reader.skipSpace()
  if (!reader.isAtEnd) reader.refuse('goes on where nothing more belongs')
  return values
}

class ValueReader {
  readonly #entry: Entry
  readonly #text: string
  #at = 0

  constructor(entry: Entry) {
    this.#entry = entry
    this.#text = entry.lines.join('\n')
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#text.length
  }

  get line(): number {
    return this.#entry.line + this.#text.slice(0, this.#at).split('\n').length - 1
  }

  refuse(reason: string): never {
    throw new FileFault(this.#entry.path, reason, this.line)
  }

  /** Spaces, ends of lines and remarks. */
  skipSpace(): void {
    const space = /(?:\s|(?<=^|\s)#[^\n]*|---[ \t]*(?=\n|$)|\.\.\.[ \t]*(?=\n|$))*/y
    space.lastIndex = this.#at
    this.#at += space.exec(this.#text)![0].length
  }

  sees(text: string): boolean {
    return this.#text.startsWith(text, this.#at)
  }

  take(text: string): boolean {
    const isThere = this.sees(text)
    if (isThere) this.#at += text.length
    return isThere
  }

  /** `3:` */
  readIndex(): number {
    const found = this.#match(/(['"]?)(\d{1,9})\1[ \t]*:(?=\s)/y)
    return found ? Number(found[2]) : this.refuse('holds no index where one belongs')
  }

  /** A text on one line, up to one of the `ends`. */
  readText(ends: string): string {
    this.#match(/[ \t]*/y)
    if (this.sees('"')) {
      const found = this.#match(/"(?:[^"\\\n]|\\.)*"/y)
      const read = found && parseText(found[0])
      return this.#endText(ends, read ?? this.refuse('holds a text in quotes that is none'))
    }
    if (this.sees("'")) {
      const found = this.#match(/'(?:[^'\n]|'')*'/y) ?? this.refuse('holds a text in quotes that is none')
      return this.#endText(ends, found[0].slice(1, -1).replaceAll("''", "'"))
    }
    const raw = this.#match(ends === '' ? /[^\n]*/y : /[^\n,[\]{}]*/y)![0]
    const remark = raw.search(/[ \t]#/)
    const text = (remark < 0 ? raw : raw.slice(0, remark)).trimEnd()
    this.#at -= raw.length - text.length
    if (text === '' || /^[!&*|>@`%[\]{}#]|^[-?:](?: |$)|: |:$/.test(text)) {
      this.refuse('holds no plain text where one belongs')
    }
    return this.#endText(ends, text)
  }

  #endText(ends: string, text: string): string {
    const end = ends === '' ? /[ \t]*(?=\n|$|[ \t]#|(?<=\s)#)/y : /[ \t]*(?=[\n,\]}]|$|#)/y
    if (!this.#match(end)) this.refuse('goes on behind a text')
    return text
  }

  #match(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.#at
    const found = pattern.exec(this.#text)
    if (found) this.#at += found[0].length
    return found ?? undefined
  }
}

/** What JSON and YAML escape alike. */
function parseText(quoted: string): string | undefined {
  try {
    return JSON.parse(quoted.replaceAll('\t', '\\t')) as string
  } catch {
    return undefined
  }
}

/**
 * `sets`: folders by the name of their set. A key `path` would lead away from the folder of the file: `.` is where the
 * program runs that reads it.
 */
export function writeDataYaml({
  names,
  sets,
}: {
  names: readonly string[]
  sets: ReadonlyMap<string, string>
}): string {
  const lines = [
    ...[...sets].map(([set, folder]) => `${set}: ${folder}`),
    names.length === 0 ? 'names: {}' : 'names:',
    ...names.map((name, index) => `  ${index}: ${quoteText(name)}`),
  ]
  return lines.map((line) => `${line}\n`).join('')
}

/** Some readers take these for ends of lines. */
function quoteText(text: string): string {
  const escaped = (unit: string) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`
  return JSON.stringify(text).replace(/[\u007f-\u009f\u2028\u2029\ufeff]/g, escaped)
}
