import { DatasetType, SampleType } from '#contract/codes.ts'
import { videoOf } from '#core/datasets/key-frames.ts'
import { durationKey } from '#core/formats/extension-keys.ts'
import type { WriteFiles } from '#core/formats/files.ts'
import type { RecordWriter, WriteOptions } from '#core/formats/format.ts'
import { lossOf } from '#core/formats/losses.ts'
import { OneFile } from '#core/formats/one-file.ts'
import { OwnNames } from '#core/formats/own-names.ts'
import { baseName, folderOf, withoutEnding } from '#core/formats/paths.ts'
import { isFoundEmpty, type Loss, type RecordLabel, type SampleRecord } from '#core/formats/record.ts'
import { LabelColors } from '#core/formats/voc/label-colors.ts'
import { writeAnnotation } from '#core/formats/voc/write-annotation.ts'
import { labelTypesOf, mayBeHard } from '#core/labels/label-types.ts'
import { keys } from '#core/labels/property-keys.ts'
import { utf8Length } from '#core/text/utf8-length.ts'
import { contentScheme, readLocation, type Spelling, writeLocation } from './locations.ts'
import { usualName } from './read-manifest.ts'
import {
  drawnTypes,
  inferenceKey,
  sampleTypesOf,
  sourceTypeKey,
  typeWords,
  unconfirmedKey,
  writeAnnotator,
  writeTime,
} from './words.ts'
import { type Entry, isHeldAnnotator, isHeldTime, writeLabel } from './write-annotation.ts'

/**
 * Writes a manifest and the VOC files and masks it names (formats 3 and 9). Options: `file`, the path of the manifest;
 * `root`, the root of the tree from the top of the store, `/bucket/a/`, without which files are named relatively;
 * `source_type_header`, `s3://` unless told.
 */
export class ManifestWriter implements RecordWriter {
  readonly #files: WriteFiles
  readonly #options: WriteOptions
  readonly #spelling: Spelling
  readonly #colors: LabelColors
  readonly #names = new OwnNames()
  readonly #manifest: OneFile

  constructor(files: WriteFiles, options: WriteOptions) {
    this.#files = files
    this.#options = options
    this.#colors = new LabelColors(options.labels)
    this.#spelling = {
      file: typeof options.file === 'string' ? options.file : usualName,
      header: options.source_type_header === 'obs://' ? 'obs://' : 's3://',
      ...(typeof options.root === 'string' && { root: options.root }),
    }
    this.#manifest = new OneFile(files, this.#spelling.file)
  }

  async add(record: SampleRecord): Promise<readonly Loss[]> {
    const { dataset_type } = this.#options
    const losses: Loss[] = []
    const isDrawn = labelTypesOf(dataset_type).some((type) => drawnTypes.includes(type))
    const annotation = isDrawn ? await this.#writeShapes(record, losses) : this.#writeLabels(record, losses)
    const { metadata, usage, id, text } = record
    const isHard = mayBeHard(dataset_type)
    const line = {
      source: text === undefined ? writeLocation(record.path, this.#spelling) : contentScheme + text,
      ...(usage !== undefined && { usage }),
      ...(isHard && typeof metadata[keys.hard] === 'boolean' && { hard: String(metadata[keys.hard]) }),
      ...(isHard &&
        metadata[keys.hardCoefficient] !== undefined && { 'hard-coefficient': metadata[keys.hardCoefficient] }),
      ...(id !== undefined && { id }),
      ...(dataset_type !== DatasetType.table && { 'sample-type': sampleTypeOf(record, dataset_type) }),
      ...(annotation.length > 0 && { annotation }),
      ...this.#writeProperty(record, { isDrawn, isLabelled: annotation.length > 0 }, losses),
      ...(metadata[sourceTypeKey] !== undefined && { 'source-type': metadata[sourceTypeKey] }),
      ...(metadata[inferenceKey] !== undefined && { 'inference-loc': metadata[inferenceKey] }),
    }
    await this.#manifest.write(`${JSON.stringify(line)}\n`)
    return losses
  }

  end(): Promise<void> {
    return this.#manifest.close()
  }

  #writeLabels(record: SampleRecord, losses: Loss[]): Entry[] {
    const types = labelTypesOf(this.#options.dataset_type)
    return record.labels.flatMap(({ type }, index) => {
      if (type === undefined || !types.includes(type)) {
        losses.push(lossOf(record, `labels[${index}]`, 'is of a type that does not fit the dataset'))
        return []
      }
      const written = writeLabel(record, index, this.#options.text_offset_unit ?? 'code_point')
      losses.push(...written.losses)
      return [written.entry]
    })
  }

  /** One entry for the file of all shapes; a picture with nothing to mark has an empty one (formats 4). */
  async #writeShapes(record: SampleRecord, losses: Loss[]): Promise<Entry[]> {
    const { labels } = record
    if (labels.length === 0 && !isFoundEmpty(record)) return []
    const { xml, mask } = this.#placeOf(record)
    const said = saidOfAll(labels)
    const written = await writeAnnotation(this.#files, record, {
      xml,
      mask,
      mask_source: writeLocation(mask, this.#spelling),
      said,
      options: this.#options,
      colors: this.#colors,
    })
    losses.push(...written.losses)
    if (!written.isWritten) return []
    return [
      {
        type: `modelarts/${typeWords.get(this.#options.dataset_type)}`,
        'annotation-loc': writeLocation(xml, this.#spelling),
        'annotation-format': 'PASCAL VOC',
        ...(said.annotated_by !== undefined && { 'annotated-by': writeAnnotator(said.annotated_by) }),
        ...(said.creation_time !== undefined && { 'creation-time': writeTime(said.creation_time) }),
      },
    ]
  }

  /** The files of a picture, in the tree of formats 9. Where two pictures have one name, the later has its folders too. */
  #placeOf({ path, metadata }: SampleRecord): { xml: string; mask: string } {
    const folder = folderOf(this.#spelling.file)
    const base = baseName(path)
    const { dataset_type } = this.#options
    const video = folderOfVideo(videoOf(dataset_type, metadata) ?? '')
    const below = dataset_type === DatasetType.video ? `annotations/images/${video}` : 'annotation'
    const whole = path.replace(/^\//, '')
    const wanted = [withoutEnding(base), base, withoutEnding(whole), whole].map((name) => `${below}/${name}`)
    let name = this.#names.take(wanted)
    for (let number = 2; name === undefined; number++) name = this.#names.take([`${below}/${whole}-${number}`])
    return { xml: `${folder}${name}.xml`, mask: `${folder}segmentationClassRaw/${name.slice(below.length + 1)}.png` }
  }

  #writeProperty(
    record: SampleRecord,
    { isDrawn, isLabelled }: { isDrawn: boolean; isLabelled: boolean },
    losses: Loss[],
  ): Entry {
    const { metadata, size, duration, unconfirmed } = record
    const { dataset_type } = this.#options
    const kept = Object.entries(metadata).filter(([key, value]) => {
      if (value === undefined || key === sourceTypeKey || key === inferenceKey) return false
      const isMark = key === keys.hard || key === keys.hardCoefficient
      const hasPlace =
        !own.has(key) &&
        value !== null &&
        (key !== keys.parentSource || this.#isFile(value)) &&
        (mayBeHard(dataset_type) || !(isMark || key === keys.hardReasons)) &&
        (dataset_type !== DatasetType.table || key !== 'schema')
      if (!hasPlace) losses.push(lossOf(record, `metadata.${key}`, 'has no place in a manifest of such samples'))
      return hasPlace && !isMark
    })
    if (unconfirmed && !isLabelled) losses.push(lossOf(record, 'unconfirmed', 'has no labels left to confirm'))
    const video = metadata[keys.parentSource]
    const property: Entry = {
      ...Object.fromEntries(kept),
      ...(this.#isFile(video) && { [keys.parentSource]: writeLocation(video, this.#spelling) }),
      ...(size && !(isDrawn && isLabelled) && { [keys.size]: size }),
      ...(duration !== undefined && { [durationKey]: duration }),
      ...(unconfirmed && isLabelled && { [unconfirmedKey]: true }),
    }
    return Object.keys(property).length > 0 ? { property } : {}
  }

  /** Whether a manifest can name it: of samples that are no key frames anything may stand where their video would. */
  #isFile(path: unknown): path is string {
    if (typeof path !== 'string' || path === '') return false
    return !('problem' in readLocation(writeLocation(path, this.#spelling), this.#spelling))
  }
}

/** Of a folder, in bytes: stores that are folders take no longer one. */
const longestName = 255

/** Keys that say something else than metadata. */
const own: ReadonlySet<string> = new Set([unconfirmedKey, durationKey, keys.size])

function sampleTypeOf({ metadata }: SampleRecord, dataset_type: DatasetType): number {
  const isWhole = dataset_type === DatasetType.video && videoOf(dataset_type, metadata) === undefined
  return isWhole ? SampleType.video : sampleTypesOf(dataset_type)[0]!
}

/** The video need not be there, so it may be called what no folder can be. */
function folderOfVideo(video: string): string {
  const name = withoutEnding(baseName(video))
  return name === '' || name.startsWith('.') || utf8Length(name) > longestName ? 'video' : name
}

/** What all labels have in common stands at the entry; what differs, or does not fit there, at the objects. */
function saidOfAll(labels: readonly RecordLabel[]): Pick<RecordLabel, 'annotated_by' | 'creation_time'> {
  const [first] = labels
  const isSame = (field: 'annotated_by' | 'creation_time') => labels.every((label) => label[field] === first?.[field])
  return {
    ...(isSame('annotated_by') && isHeldAnnotator(first?.annotated_by) && { annotated_by: first!.annotated_by! }),
    ...(isSame('creation_time') && isHeldTime(first?.creation_time) && { creation_time: first!.creation_time! }),
  }
}
