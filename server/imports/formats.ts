import type { DatasetType } from '#contract/codes.ts'
import { coco } from '#core/formats/coco/coco.ts'
import { conll } from '#core/formats/conll/conll.ts'
import { cvat } from '#core/formats/cvat/cvat.ts'
import { fasttext } from '#core/formats/fasttext.ts'
import type { Format, Reading } from '#core/formats/format.ts'
import { jsonl } from '#core/formats/jsonl/jsonl.ts'
import { labelFolders } from '#core/formats/label-folders.ts'
import { labelStudio } from '#core/formats/label-studio/label-studio.ts'
import { labelTexts } from '#core/formats/label-texts.ts'
import { labelme } from '#core/formats/labelme/labelme.ts'
import { manifest } from '#core/formats/manifest/manifest.ts'
import { masks } from '#core/formats/masks/masks.ts'
import { metadataFiles } from '#core/formats/metadata-files/metadata-files.ts'
import { plainFiles } from '#core/formats/plain-files.ts'
import { asrJsonl } from '#core/formats/sound/asr-jsonl.ts'
import { rttm } from '#core/formats/sound/rttm.ts'
import { srt } from '#core/formats/sound/srt.ts'
import { vtt } from '#core/formats/sound/vtt.ts'
import { textLines } from '#core/formats/text-lines/text-lines.ts'
import { modelartsVoc } from '#core/formats/voc/modelarts-voc.ts'
import { pascalVoc } from '#core/formats/voc/pascal-voc.ts'
import { yolo } from '#core/formats/yolo/darknet.ts'
import { ultralytics } from '#core/formats/yolo/ultralytics.ts'

export const formats: readonly Format[] = [
  asrJsonl,
  coco,
  conll,
  cvat,
  fasttext,
  jsonl,
  labelFolders,
  labelStudio,
  labelTexts,
  labelme,
  manifest,
  masks,
  metadataFiles,
  modelartsVoc,
  pascalVoc,
  rttm,
  srt,
  textLines,
  yolo,
  ultralytics,
  vtt,
]

/** The formats that an import reads, by the names of `muster: {format}` (formats 11). */
export const readers: Readonly<Record<string, Reading>> = Object.fromEntries(
  [plainFiles, ...formats].map((format) => [format.name, format]),
)

/** Names of the formats that datasets of a type can be imported from. */
export function formatsFor(dataset_type: DatasetType): string[] {
  const fitting = formats.filter(({ dataset_types }) => dataset_types.includes(dataset_type))
  return [plainFiles.name, ...fitting.map(({ name }) => name)]
}
