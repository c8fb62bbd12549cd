import { BadHeader, HeaderReader, type ReadAt, readMark } from './header-reader.ts'

const mostChunks = 1000

/**
 * The duration of a WAV file in milliseconds, rounded, from its header and its size in bytes; null for any other file and
 * for a header that does not say. A recorder that was cut off leaves a length of its own wish in the header: more than
 * the file holds never counts.
 */
export async function readWavDuration(read: ReadAt, fileSize: number): Promise<number | null> {
  const file = new HeaderReader(read)
  try {
    const head = await file.view(0, 12)
    if (readMark(head, 0) !== 'RIFF' || readMark(head, 8) !== 'WAVE') return null
    let bytesPerSecond = 0
    let at = 12
    for (let step = 0; step < mostChunks; step++) {
      const chunk = await file.view(at, 8)
      const kind = readMark(chunk, 0)
      const size = chunk.getUint32(4, true)
      if (kind === 'fmt ') bytesPerSecond = (await file.view(at + 16, 4)).getUint32(0, true)
      if (kind === 'data') {
        return bytesPerSecond === 0 ? null : Math.round((1000 * Math.min(size, fileSize - at - 8)) / bytesPerSecond)
      }
      at += 8 + size + (size % 2)
    }
    return null
  } catch (error) {
    if (error instanceof BadHeader) return null
    throw error
  }
}
