import { DatasetType } from '#contract/codes.ts'
import { coco } from '#core/formats/coco/coco.ts'
import type { ImageSize } from '#core/geometry/shape.ts'
import { checkGoingOn } from './going-on.ts'
import { MemoryFiles } from './memory-files.ts'
import { readRecords } from './round-trip.ts'

export const isSample = (path: string) => /\.(jpe?g|png)$/i.test(path)
export const detection = { dataset_type: DatasetType.objectDetection, labels: [], isSample }
export const segmentation = { dataset_type: DatasetType.imageSegmentation, labels: [], isSample }

/** Of all pictures. */
export const size: ImageSize = [100, 50, 3]

/** Reads a tree of COCO, and also on from every place in it. */
export async function readAll(content: Record<string, string>, options: typeof detection | typeof segmentation) {
  const files = new MemoryFiles(content)
  for (const path of Object.keys(content)) if (isSample(path)) files.sizes.set(path, size)
  await checkGoingOn(coco, files, options)
  return readRecords(coco, files, options)
}

/** A document with one annotation of one picture, and what is changed of them. */
export function documentOf(change: object, annotation: object = {}): Record<string, string> {
  const document = {
    images: [{ id: 1, file_name: '1.jpg', width: 100, height: 50 }],
    annotations: [{ id: 5, image_id: 1, category_id: 1, bbox: [0, 0, 5, 5], ...annotation }],
    categories: [{ id: 1, name: 'cat' }],
    ...change,
  }
  return { 'a.json': JSON.stringify(document), '1.jpg': '' }
}
