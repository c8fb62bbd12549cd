import { cvat } from '#core/formats/cvat/cvat.ts'
import type { ReadOptions } from '#core/formats/format.ts'
import { isSample, size } from './coco-trees.ts'
import { checkGoingOn } from './going-on.ts'
import { MemoryFiles } from './memory-files.ts'
import { readRecords } from './round-trip.ts'

export { detection, isSample, segmentation, size } from './coco-trees.ts'

/** Reads a tree of CVAT, and also on from every place in it. */
export async function readAll(content: Record<string, string>, options: ReadOptions) {
  const files = new MemoryFiles(content)
  for (const path of Object.keys(content)) if (isSample(path)) files.sizes.set(path, size)
  await checkGoingOn(cvat, files, options)
  return readRecords(cvat, files, options)
}
