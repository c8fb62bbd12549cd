import { TextDecoder } from 'node:util'
import { parse } from 'csv-parse'
import type { TableRow } from '#core/formats/table.ts'
import type { TextEncoding } from './text.ts'

/** Characters of the longest row: a quote that is never closed must not swallow a file (formats 7). */
const longestRow = 1024 * 1024

/**
 * The rows of a CSV file after RFC 4180: cells may be quoted, and a quoted one may hold line ends. Cells stay texts, and
 * nothing is trimmed. A row that cannot be read is told, and nothing is read behind it.
 */
export async function* readRows(
  stream: AsyncIterable<Uint8Array>,
  separator: string,
  encoding: TextEncoding = 'UTF-8',
): AsyncGenerator<TableRow> {
  const texts = new Texts(encoding)
  const parser = parse({
    bom: true,
    delimiter: separator,
    max_record_size: longestRow,
    record_delimiter: ['\r\n', '\n'],
    relax_column_count: true,
  })
  // Asked for below, where the line is known.
  parser.on('error', () => {})
  let line = 1
  const ready = function* (): Generator<TableRow> {
    for (let row = parser.read(); row !== null; row = parser.read()) {
      const cells = row as string[]
      if (cells.length > 1 || cells[0] !== '') yield { line, cells }
      line += cells.reduce((ends, cell) => ends + (cell.match(/\r\n?|\n/g)?.length ?? 0), 1)
    }
  }
  // Rows are taken before the next piece is given, so that those before a broken one are told.
  for await (const chunk of stream) {
    parser.write(texts.decode(chunk))
    yield* ready()
    if (parser.errored || texts.isBroken) break
  }
  if (!parser.errored) {
    if (!texts.isBroken) parser.write(texts.end())
    parser.end()
    yield* ready()
  }
  if (texts.isBroken) yield { line, problem: `is not valid ${encoding}` }
  else if (parser.errored) yield { line, problem: `is not valid CSV: ${parser.errored.message}` }
}

/** Decodes a file piece by piece into whole lines, up to one that is not of its encoding. */
class Texts {
  isBroken = false
  readonly #decoder: TextDecoder
  /** The beginning of a line. */
  #rest = ''

  constructor(encoding: TextEncoding) {
    this.#decoder = new TextDecoder(encoding, { fatal: true, ignoreBOM: true })
  }

  decode(chunk: Uint8Array): string {
    try {
      for (let start = 0; start < chunk.length; ) {
        const end = chunk.indexOf(0x0a, start) + 1 || chunk.length
        this.#rest += this.#decoder.decode(chunk.subarray(start, end), { stream: true })
        start = end
      }
    } catch {
      this.isBroken = true
    }
    // A line that is longer than a row may be need not wait for its end.
    const end = this.#rest.length > longestRow ? this.#rest.length : this.#rest.lastIndexOf('\n') + 1
    const text = this.#rest.slice(0, end)
    this.#rest = this.#rest.slice(end)
    return text
  }

  /** The last line; a character may be cut off at the end of the file. */
  end(): string {
    try {
      return this.#rest + this.#decoder.decode()
    } catch {
      this.isBroken = true
      return ''
    }
  }
}
