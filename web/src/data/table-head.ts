import { headLength, type TableHead } from '#core/tables/head-rows.ts'

/** The beginning of a table file, in whichever of the two encodings it is (formats 2). `size` is that of the whole file. */
export function readTableHead(bytes: Uint8Array, size: number): TableHead {
  return { text: decode(bytes), isWhole: size <= headLength }
}

function decode(bytes: Uint8Array): string {
  try {
    // The last character may be cut.
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true })
  } catch {
    return new TextDecoder('gbk').decode(bytes)
  }
}
