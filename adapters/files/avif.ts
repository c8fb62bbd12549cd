import { BadHeader, type HeaderReader, readMark } from './header-reader.ts'
import type { ImageHeader } from './image-formats.ts'

type Box = { type: string; start: number; end: number }

const mostBoxes = 1000
const noSize = { width: 0, height: 0 }

/**
 * Reads the properties all pictures of an AVIF file share out (`meta/iprp/ipco`). The largest size is that of the picture
 * itself: thumbnails and tiles are smaller, and transparency, a picture of its own, is as large.
 */
export async function readAvif(file: HeaderReader): Promise<ImageHeader> {
  const meta = await findMeta(file)
  const view = await file.view(meta.start + 4, meta.end - meta.start - 4)
  const properties = inner(view, inner(view, { start: 0, end: view.byteLength }, 'iprp')[0], 'ipco')[0]
  const sizes = inner(view, properties, 'ispe')
    .filter((box) => box.end - box.start >= 12)
    .map((box) => ({ width: view.getUint32(box.start + 4), height: view.getUint32(box.start + 8) }))
  const channels = inner(view, properties, 'pixi')
    .filter((box) => box.end - box.start >= 5)
    .map((box) => view.getUint8(box.start + 4))
  const colours = channels.length > 0 && Math.max(...channels) === 1 ? 1 : 3
  const hasAlpha = inner(view, properties, 'auxC').some((box) => readText(view, box).includes('alpha'))
  const { width, height } = sizes.reduce((a, b) => (b.width * b.height > a.width * a.height ? b : a), noSize)
  // A turn of this format is part of the picture: no program leaves it out.
  const isTurned = inner(view, properties, 'irot').some(({ start, end }) => end > start && view.getUint8(start) & 1)
  return { ...(isTurned ? { width: height, height: width } : { width, height }), depth: colours + (hasAlpha ? 1 : 0) }
}

async function findMeta(file: HeaderReader): Promise<Box> {
  let at = 0
  for (let step = 0; step < mostBoxes; step++) {
    const head = await file.view(at, 8)
    const size = head.getUint32(0)
    const type = readMark(head, 4)
    if (size < 8) break
    if (type === 'meta' && size >= 12) return { type, start: at + 8, end: at + size }
    at += size
  }
  throw new BadHeader('has no meta part')
}

/** The boxes of one type that stand directly in a box; none in a missing one. */
function inner(view: DataView, outer: Omit<Box, 'type'> | undefined, type: string): Box[] {
  const boxes: Box[] = []
  let at = outer?.start ?? 0
  const end = outer?.end ?? 0
  while (at + 8 <= end && boxes.length < mostBoxes) {
    const size = view.getUint32(at)
    if (size < 8 || at + size > end) throw new BadHeader('has parts that do not fit into each other')
    if (readMark(view, at + 4) === type) boxes.push({ type, start: at + 8, end: at + size })
    at += size
  }
  return boxes
}

function readText(view: DataView, box: Box): string {
  return String.fromCharCode(
    ...new Uint8Array(view.buffer, view.byteOffset + box.start, box.end - box.start).slice(0, 80),
  )
}
