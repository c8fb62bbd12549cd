import { DatasetType, type LabelType } from '#contract/codes.ts'
import type { ReadFiles } from '#core/formats/files.ts'
import { type Format, isAskedFor, type ReadOptions } from '#core/formats/format.ts'
import { annotatedPicture, type ReadItem, type SampleRecord } from '#core/formats/record.ts'
import { catchFault } from '#core/formats/record-fault.ts'
import { LabelMaps } from './label-map.ts'
import { isMaskPath, masksOf } from './mask-paths.ts'
import { readMask } from './read-mask.ts'
import { MaskWriter } from './write-masks.ts'

/**
 * Pictures and masks, which say for each pixel what it shows (formats 11, "Mask PNG pair"): `SegmentationClass/x.png` or
 * `masks/x.png` in the place of a folder of pictures, at the top or below the picture's own folder, or `x_mask.png` beside it.
 * `labelmap.txt` names the colours. What hangs together is one label.
 */
export const masks: Format = {
  name: 'masks',
  dataset_types: [DatasetType.imageSegmentation],
  isBeside: true,
  read,
  write: (files, options) => new MaskWriter(files, options),
}

async function* read(files: ReadFiles, options: ReadOptions): AsyncGenerator<ReadItem> {
  const maps = new LabelMaps(files)
  for await (const { path } of files.list({ after: options.after?.path })) {
    if (!isAskedFor(options, path) || isMaskPath(path)) continue
    yield { cursor: { path }, ...(await catchFault(() => readPicture(files, path, options, maps))) }
  }
}

/** A picture without a mask is unlabelled; on one that is background alone there is nothing to mark (formats 4). */
async function readPicture(
  files: ReadFiles,
  path: string,
  { dataset_type }: ReadOptions,
  maps: LabelMaps,
): Promise<{ record: SampleRecord }> {
  for (const mask of masksOf(path)) {
    if (!(await files.has(mask))) continue
    const size = await files.imageSize(path)
    const labels = await readMask(files, mask, { type: dataset_type as LabelType, size, map: await maps.of(mask) })
    return { record: annotatedPicture(path, { labels, size }) }
  }
  return { record: { path, labels: [], metadata: {} } }
}
