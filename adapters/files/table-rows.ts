import { parse } from 'csv-parse'
import type { TableRow } from '#core/formats/table.ts'

/** Characters of the longest row: a quote that is never closed must not swallow a file (formats 7). */
const longestRow = 1024 * 1024

/**
 * The rows of a CSV file after RFC 4180: cells may be quoted, and a quoted one may hold line ends. Cells stay texts, and
 * nothing is trimmed. A row that cannot be read is told, and nothing is read behind it.
 */
export async function* readRows(stream: AsyncIterable<Uint8Array>, separator: string): AsyncGenerator<TableRow> {
  const parser = parse({
    bom: true,
    delimiter: separator,
    info: true,
    max_record_size: longestRow,
    record_delimiter: ['\r\n', '\n'],
    relax_column_count: true,
  })
  // Asked for below, where the line is known.
  parser.on('error', () => {})
  let line = 1
  const ready = function* (): Generator<TableRow> {
    for (let row = parser.read(); row !== null; row = parser.read()) {
      const { record, info } = row as { record: string[]; info: { lines: number } }
      if (record.length > 1 || record[0] !== '') yield { line, cells: record }
      line = info.lines + 1
    }
  }
  // Rows are taken before the next piece is given, so that those before a broken one are told.
  for await (const chunk of stream) {
    parser.write(chunk)
    yield* ready()
    if (parser.errored) break
  }
  if (!parser.errored) {
    parser.end()
    yield* ready()
  }
  if (parser.errored) yield { line, problem: `is not valid CSV: ${parser.errored.message}` }
}
