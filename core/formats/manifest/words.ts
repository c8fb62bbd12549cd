import { DatasetType, LabelType, SampleType } from '#contract/codes.ts'

/** `type` of an entry without its prefix, by label type (formats 1). */
export const typeWords: ReadonlyMap<number, string> = new Map([
  [LabelType.imageClassification, 'image_classification'],
  [LabelType.objectDetection, 'object_detection'],
  [LabelType.imageSegmentation, 'image_segmentation'],
  [LabelType.textClassification, 'text_classification'],
  [LabelType.namedEntity, 'text_entity'],
  [LabelType.tripletEntity, 'text_entity'],
  [LabelType.tripletRelation, 'text_triplet'],
  [LabelType.soundClassification, 'audio_classification'],
  [LabelType.speechContent, 'audio_content'],
  [LabelType.speechParagraph, 'audio_segmentation'],
  [LabelType.video, 'object_detection'],
])

/** Words of older manifests. */
export const typeAliases: ReadonlyMap<string, string> = new Map([['sound_classification', 'audio_classification']])

/** Types whose shapes stand in a file of their own. */
export const drawnTypes: readonly number[] = [LabelType.objectDetection, LabelType.imageSegmentation, LabelType.video]

/** What `sample-type` may be; the first is written. Of tables none is (formats 3.7). */
export function sampleTypesOf(dataset_type: DatasetType): readonly number[] {
  if (dataset_type === DatasetType.video) return [SampleType.image, SampleType.video]
  if (dataset_type === DatasetType.free) return [SampleType.free]
  if (dataset_type === DatasetType.table) return [SampleType.table]
  if (dataset_type >= DatasetType.soundClassification) return [SampleType.audio]
  return dataset_type >= DatasetType.textClassification ? [SampleType.text] : [SampleType.image]
}

/** Keys of `property` that stand for fields of the record which a manifest does not know otherwise. */
export const unconfirmedKey = '@muster:unconfirmed'
export const sourceTypeKey = '@muster:source_type'
export const inferenceKey = '@muster:inference_loc'
/** The text that an entity covers, for a reader who counts otherwise (formats 3.4). */
export const coveredKey = '@muster:text'
export const schemaKey = '@modelarts:schema'

/** Who made a label: `human/…`, or of a program `auto/…`, whose manifests hold its bare name (formats 3.3). */
export function readAnnotator(text: string): string {
  return /^(human|auto)(\/|$)/.test(text) ? text : `auto/${text}`
}

export function writeAnnotator(annotated_by: string): string {
  const program = /^auto\/(.+)$/s.exec(annotated_by)?.[1]
  return program === undefined || readAnnotator(program) === program ? annotated_by : program
}

/** `yyyy-MM-dd HH:mm:ss`, taken for UTC (formats 3.3), as epoch milliseconds. */
export function readTime(text: string): number | undefined {
  const found = /^(\d{4})-(\d\d)-(\d\d)[ T](\d\d):(\d\d):(\d\d)(?:\.(\d{1,3})\d*)?Z?$/.exec(text.trim())
  if (!found) return undefined
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = found.slice(1, 7).map(Number)
  const time = Date.UTC(year, month - 1, day, hour, minute, second, Number((found[7] ?? '0').padEnd(3, '0')))
  // Date.UTC carries a 31st of February over into March.
  const isReal =
    Number.isFinite(time) &&
    new Date(time).toISOString().startsWith(`${found[1]}-${found[2]}-${found[3]}T${found[4]}:${found[5]}:${found[6]}`)
  return isReal ? time : undefined
}

/** Whole seconds only; undefined for what has no such text. */
export function writeTime(time: number): string | undefined {
  const date = new Date(time)
  const year = date.getUTCFullYear()
  return year >= 100 && year <= 9999 ? date.toISOString().slice(0, 19).replace('T', ' ') : undefined
}
