import { labelme } from '#core/formats/labelme/labelme.ts'
import { type detection, isSample, type segmentation, size } from './coco-trees.ts'
import { checkGoingOn } from './going-on.ts'
import { MemoryFiles } from './memory-files.ts'
import { readRecords } from './round-trip.ts'

/** Reads a tree of LabelMe, and also on from every place in it. */
export async function readTree(content: Record<string, string>, options: typeof detection | typeof segmentation) {
  const files = new MemoryFiles(content)
  for (const path of Object.keys(content)) if (isSample(path)) files.sizes.set(path, size)
  await checkGoingOn(labelme, files, options)
  return readRecords(labelme, files, options)
}

/** A picture with a document of these shapes. */
export function treeOf(shapes: unknown, more: object = {}): Record<string, string> {
  const document = { version: '5.5.0', flags: {}, shapes, imagePath: '1.jpg', imageData: null, ...more }
  return { '1.jpg': '', '1.json': JSON.stringify(document) }
}
