import { expect } from 'vitest'
import type { Format, ReadOptions } from '#core/formats/format.ts'
import type { Cursor } from '#core/formats/record.ts'
import type { MemoryFiles } from './memory-files.ts'

/** Behind every item the reading goes on, and finds exactly what is left. */
export async function checkGoingOn(
  format: Pick<Format, 'read'>,
  files: MemoryFiles,
  options: ReadOptions,
): Promise<void> {
  const all = await Array.fromAsync(format.read(files, options))
  for (const [index, { cursor }] of all.entries()) {
    const after = JSON.parse(JSON.stringify(cursor)) as Cursor
    expect(await Array.fromAsync(format.read(files, { ...options, after }))).toEqual(all.slice(index + 1))
  }
}
