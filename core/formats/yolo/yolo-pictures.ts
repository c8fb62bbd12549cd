import type { ReadFiles, WriteFiles } from '#core/formats/files.ts'
import { findOwn } from '#core/formats/find-file.ts'
import { headLosses, pathLosses } from '#core/formats/losses.ts'
import { annotatedPicture, isFoundEmpty, type Loss, type SampleRecord } from '#core/formats/record.ts'
import { keys } from '#core/labels/property-keys.ts'
import { type RowTarget, writeRows } from './write-yolo-rows.ts'
import { type RowRules, readRows } from './yolo-rows.ts'

/** What a picture and its text are called. */
export type PicturePaths = { image: string; text: string }

/** A picture without a text is unlabelled; with an empty one there is nothing to mark (formats 4). */
export async function readPicture(
  files: ReadFiles,
  { image, text }: PicturePaths,
  rules: Omit<RowRules, 'size'>,
): Promise<SampleRecord> {
  const own = await findOwn(files, text)
  if (own === undefined) return { path: image, labels: [], metadata: {} }
  const size = await files.imageSize(image)
  const labels = await readRows(files, own, { ...rules, size })
  return annotatedPicture(image, { labels, size })
}

/** Copies the picture and writes its rows; the usage is not its business. */
export async function writePicture(
  files: WriteFiles,
  record: SampleRecord,
  { image, text }: PicturePaths,
  target: RowTarget,
): Promise<Loss[]> {
  await files.copy(record.path, image)
  const { rows, losses } = writeRows(record, target)
  const isEmpty = isFoundEmpty(record)
  // A text without rows would say that there is nothing to mark.
  const isWritten = rows.length > 0 || isEmpty
  if (isWritten) await files.write(text, rows.join(''))
  const held = ['usage', ...(isWritten ? ['size'] : []), ...(isEmpty ? [`metadata.${keys.empty}`] : [])]
  return [...headLosses(record, held), ...pathLosses(record, image), ...losses]
}
