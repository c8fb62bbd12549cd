import { LabelType } from '#contract/codes.ts'
import type { WriteFiles } from '#core/formats/files.ts'
import { lossOf } from '#core/formats/losses.ts'
import { paintBox, pixelsOf } from '#core/formats/masks/label-pixels.ts'
import { mostPixels } from '#core/formats/places/paint-polygons.ts'
import type { Loss, SampleRecord } from '#core/formats/record.ts'
import { keys } from '#core/labels/property-keys.ts'
import type { LabelColors } from './label-colors.ts'

/** Whether the labels of a record are painted into a mask: polygons of a picture whose size is known. */
export function wantsMask({ labels, size }: SampleRecord): boolean {
  const isSegmented = labels.length > 0 && labels.every(({ type }) => type === LabelType.imageSegmentation)
  return isSegmented && size !== undefined && size[0] * size[1] <= mostPixels
}

/**
 * Paints the labels of a record that `wantsMask`: 8 bits, the index of a label at its pixels, those of its mask where it
 * has one, the palette its colours (formats 5). Answers which labels have no index any more.
 */
export async function writeMask(
  files: WriteFiles,
  path: string,
  record: SampleRecord,
  colors: LabelColors,
): Promise<Loss[]> {
  const size = record.size!
  const [width, height] = size
  const data = new Uint8Array(width * height)
  const losses: Loss[] = []
  for (const [index, label] of record.labels.entries()) {
    const color = colors.of(label.name ?? '')
    if (color === undefined) {
      const reason = 'is not in the mask, which holds 255 labels'
      losses.push(lossOf(record, `labels[${index}].property.${keys.shape}`, reason))
      continue
    }
    const box = pixelsOf(label, size)
    if (box) paintBox(data, width, { value: color.index, box })
  }
  await files.writeIndexed(path, { width, height, data, palette: colors.palette() })
  return losses
}
