import { DatasetType } from '#contract/codes.ts'
import { isCoco } from './coco/coco-document.ts'
import { isCvat } from './cvat/read-cvat.ts'
import type { FileInfo, ReadFiles } from './files.ts'
import { isLabelStudio } from './label-studio/read-label-studio.ts'
import { isLabelMe } from './labelme/read-labelme.ts'
import { isMetadataFile } from './metadata-files/read-metadata-files.ts'
import { withoutEnding } from './paths.ts'
import { isDataYaml } from './yolo/data-yaml.ts'

/** Names remembered for those that come beside them, which is soon. */
const REMEMBERED = 10_000

/** Files of one kind that are looked into. */
const LOOKED_INTO = 3

/** What tells a format: a file of this path, no larger in bytes, that `holds` what such a file does. */
type Sign = {
  path: RegExp
  format: string
  /** Only where a sample of the same name lies beside it: a README tells nothing of pictures. */
  isBeside?: true
  largest?: number
  holds?(files: ReadFiles, path: string): Promise<boolean>
}

const jsonLines = { path: /\.(?:jsonl|ndjson)$/i, format: 'jsonl' }

/** Lists of the VOC challenge: nobody else has them. */
const vocSets = { path: /(?:^|\/)ImageSets\/(?:Main|Segmentation)\/[^/]+\.txt$/, format: 'voc' }

/** What is told of sounds by lines of JSON. */
const soundLines = { path: /\.jsonl$/i, format: 'asr-jsonl' }

const cvatTask: Sign = { path: /\.xml$/i, format: 'cvat', holds: isCvat }
const labelMe: Sign = { path: /\.json$/i, format: 'labelme', largest: 32 * 1024 * 1024, holds: isLabelMe }

/** Another document is gone through to its end: not if it is large. */
const labelStudio: Sign = { path: /\.json$/i, format: 'label-studio', largest: 256 * 1024 * 1024, holds: isLabelStudio }

/** The largest published documents have half of it, and begin with what is looked for. */
const coco: Sign = { path: /\.json$/i, format: 'coco', largest: 1024 * 1024 * 1024, holds: isCoco }

/** LabelImg and Label Studio write it beside rows of YOLO. */
const classNames: Sign = { path: /(?:^|\/)classes\.txt$/i, format: 'ultralytics' }

const ultralytics: Sign = { path: /(?:^|\/)data\.ya?ml$/, format: 'ultralytics', holds: isDataYaml }

/** Lists of files with a column for their labels. */
const metadataList: Sign = { path: /(?:^|\/)metadata\.(?:csv|jsonl)$/i, format: 'metadata', holds: isMetadataFile }

const labelText: Sign = { path: /\.txt$/i, format: 'label-texts', isBeside: true }

/** Of formats that hold boxes and outlines alike. */
const shapeSigns: readonly Sign[] = [
  vocSets,
  cvatTask,
  ultralytics,
  { path: /\.xml$/i, format: 'modelarts-voc' },
  labelMe,
  labelStudio,
  coco,
  classNames,
]

/** The first sign that fits wins. */
const signs: Partial<Record<DatasetType, readonly Sign[]>> = {
  [DatasetType.imageClassification]: [cvatTask, labelStudio, metadataList, labelText],
  [DatasetType.objectDetection]: [{ path: /(?:^|\/)obj\.data$/, format: 'yolo' }, ...shapeSigns],
  [DatasetType.textClassification]: [jsonLines, labelStudio],
  [DatasetType.namedEntities]: [jsonLines, { path: /\.conll$/i, format: 'conll' }, labelStudio],
  [DatasetType.textTriplets]: [jsonLines, labelStudio],
  [DatasetType.imageSegmentation]: [
    ...shapeSigns,
    { path: /(?:^|\/)labelmap\.txt$|(?:^|\/)SegmentationClass\/.+\.png$|[^/]_mask\.png$/, format: 'masks' },
  ],
  [DatasetType.soundClassification]: [labelStudio, metadataList],
  [DatasetType.speechContent]: [soundLines, labelStudio],
  [DatasetType.speechParagraphs]: [
    { path: /\.vtt$/i, format: 'vtt' },
    { path: /\.srt$/i, format: 'srt' },
    soundLines,
    { path: /\.rttm$/i, format: 'rttm' },
    labelStudio,
  ],
}

/** The format of a tree that shows no sign of another. */
const usual: Partial<Record<DatasetType, string>> = {
  [DatasetType.imageClassification]: 'folders',
  [DatasetType.textClassification]: 'text-lines',
  [DatasetType.soundClassification]: 'folders',
}

/**
 * The format of a tree of files, found out by the paths in it, for the wire has no field for it (formats 6). Pictures without
 * annotation files are classified by their folders; where nothing is known the files are read without labels. A tree is looked
 * through until nothing can go before what was found: the annotations of the VOC challenge, more than ten thousand, lie before its
 * lists.
 */
export async function detectFormat(
  files: ReadFiles,
  { dataset_type, isSample }: { dataset_type: DatasetType; isSample(path: string): boolean },
): Promise<string> {
  const wanted = signs[dataset_type] ?? []
  const found = new Set<Sign>()
  const look = { files, tried: new Map<Sign, number>(), samples: new Set<string>(), lonely: new Map<string, Sign>() }
  for await (const file of wanted.length > 0 ? files.list() : []) {
    const stem = withoutEnding(file.path)
    if (isSample(file.path)) {
      if (look.samples.size === REMEMBERED) look.samples.clear()
      look.samples.add(stem)
      const sign = look.lonely.get(stem)
      if (sign) found.add(sign)
    }
    for (const sign of wanted) {
      if (!found.has(sign) && sign.path.test(file.path) && (await isMet(sign, { ...file, stem }, look))) {
        found.add(sign)
      }
    }
    if (found.has(wanted[0]!)) break
  }
  return wanted.find((sign) => found.has(sign))?.format ?? usual[dataset_type] ?? 'files'
}

/** What was seen so far: how many files a sign was looked for in, stems of samples, and of signs that still want theirs. */
type Look = { files: ReadFiles; tried: Map<Sign, number>; samples: Set<string>; lonely: Map<string, Sign> }

async function isMet(sign: Sign, { path, size, stem }: FileInfo & { stem: string }, look: Look): Promise<boolean> {
  if (sign.isBeside && !look.samples.has(stem)) {
    if (look.lonely.size === REMEMBERED) look.lonely.clear()
    look.lonely.set(stem, sign)
    return false
  }
  if (!sign.holds) return true
  const count = look.tried.get(sign) ?? 0
  if (count === LOOKED_INTO || size > (sign.largest ?? size)) return false
  look.tried.set(sign, count + 1)
  return sign.holds(look.files, path)
}
