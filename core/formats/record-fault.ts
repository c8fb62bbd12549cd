import { FileFault } from './files.ts'
import type { RecordFault } from './record.ts'

/** A fault of a file as an item of what is read; any other error passes through. */
export function faultOf(error: unknown): RecordFault {
  if (!(error instanceof FileFault)) throw error
  const { path, line, reason } = error
  return { path, ...(line !== undefined && { line }), reason }
}

/** What the work answers, or the fault of the file it could not read. */
export async function catchFault<T extends object>(work: () => Promise<T>): Promise<T | { fault: RecordFault }> {
  try {
    return await work()
  } catch (error) {
    return { fault: faultOf(error) }
  }
}
