/** Bytes from `start` up to `end`, both included. */
export type Bytes = { start: number; end: number }

/**
 * Which bytes of `size` a Range header asks for: one range as RFC 9110, 14 has it. Several ranges, other units and what
 * cannot be understood ask for everything (null), as a server may treat them; 'none' of the bytes asked for is there.
 */
export function readByteRange(header: string | undefined, size: number): Bytes | null | 'none' {
  const [, first = '', last = ''] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header ?? '') ?? []
  if (first === '') {
    if (last === '') return null
    const length = Math.min(Number(last), size)
    return length === 0 ? 'none' : { start: size - length, end: size - 1 }
  }
  const start = Number(first)
  if (last !== '' && Number(last) < start) return null
  if (start >= size) return 'none'
  return { start, end: last === '' ? size - 1 : Math.min(Number(last), size - 1) }
}

/** Whether one of the entity tags of an If-None-Match header names this one; weak marks do not matter there. */
export function namesEntity(header: string | undefined, etag: string): boolean {
  if (header === undefined) return false
  return header.trim() === '*' || header.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag)
}
