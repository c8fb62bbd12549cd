import type { WriteFiles } from '#core/formats/files.ts'
import type { WriteOptions } from '#core/formats/format.ts'
import type { Loss, SampleRecord } from '#core/formats/record.ts'
import type { LabelColors } from './label-colors.ts'
import { wantsMask, writeMask } from './voc-mask.ts'
import { vocOptionsOf } from './voc-options.ts'
import { type VocTarget, writeVoc } from './write-voc.ts'

/** Paths of an annotation and of the mask that goes with it, which it calls by its path unless `mask_source` is another name. */
export type AnnotationTarget = Pick<VocTarget, 'mask_source' | 'isBoxed' | 'said'> & {
  xml: string
  mask: string
  options: WriteOptions
  colors: LabelColors
}

/**
 * Writes the annotation of a picture and, where its labels are painted, their mask. Nothing is written where no label has
 * a place: a file without objects would say that somebody looked and found none.
 */
export async function writeAnnotation(
  files: WriteFiles,
  record: SampleRecord,
  { xml, mask, mask_source = mask, options, colors, ...target }: AnnotationTarget,
): Promise<{ isWritten: boolean; isPainted: boolean; losses: Loss[] }> {
  const isPainted = wantsMask(record)
  const written = writeVoc(record, {
    ...vocOptionsOf(options),
    ...target,
    colorOf: (name) => colors.of(name)?.rgb,
    ...(isPainted && { mask_source }),
  })
  const { losses } = written
  if (record.labels.length > 0 && written.drawn === 0) return { isWritten: false, isPainted: false, losses }
  await files.write(xml, written.xml)
  if (isPainted) losses.push(...(await writeMask(files, mask, record, colors)))
  return { isWritten: true, isPainted, losses }
}
