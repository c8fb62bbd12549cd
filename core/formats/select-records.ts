import { LabelType } from '#contract/codes.ts'
import { decodeFlag } from '#core/codecs/hard.ts'
import { keys } from '#core/labels/property-keys.ts'
import type { RecordLabel, SampleRecord } from './record.ts'

/** What of a source is wanted (formats 7). */
export type RecordChoice = {
  /** false: files only, whatever stands beside them. */
  import_annotations: boolean
  /** false: labels still have to be confirmed; classification and detection of images only. */
  final_annotation: boolean
  /** Hard examples only. */
  difficult_only: boolean
  /** Names of labels; samples that hold none of them are left out. null: every sample. */
  included_labels: readonly string[] | null
  excluded_labels: readonly string[] | null
  /** Names of the source that are called otherwise in the dataset; '' leaves a label out. */
  label_names: Readonly<Record<string, string>>
}

/** The record as it is wanted, or undefined where the sample is left out. Names are chosen as the source has them. */
export function selectRecord(record: SampleRecord, choice: RecordChoice): SampleRecord | undefined {
  const { included_labels: included, excluded_labels: excluded } = choice
  const holds = (names: readonly string[]) =>
    record.labels.some(({ name }) => name !== undefined && names.includes(name))
  if (choice.difficult_only && !isHardRecord(record)) return undefined
  if (included && included.length > 0 && !holds(included)) return undefined
  if (excluded && holds(excluded)) return undefined
  if (!choice.import_annotations) return { ...record, labels: [], metadata: withoutMark(record.metadata) }
  const labels = withoutLooseEnds(record.labels, (label) => renamed(label, choice.label_names))
  return { ...record, labels, ...(!choice.final_annotation && mayWait(labels) && { unconfirmed: true as const }) }
}

function isHardRecord({ metadata, labels }: SampleRecord): boolean {
  return metadata[keys.hard] === true || labels.some(({ property }) => decodeFlag(property?.[keys.hard]) === true)
}

/** That a person found nothing is an annotation as well. */
function withoutMark(metadata: SampleRecord['metadata']): SampleRecord['metadata'] {
  const { [keys.empty]: _, ...others } = metadata
  return others
}

function renamed(label: RecordLabel, names: Readonly<Record<string, string>>): RecordLabel[] {
  const name = label.name !== undefined && Object.hasOwn(names, label.name) ? names[label.name] : label.name
  if (name === '') return []
  return [name === label.name ? label : { ...label, name }]
}

/** A relation goes with the entities that it joins; one that never had them is told where labels are read. */
function withoutLooseEnds(labels: readonly RecordLabel[], kept: (label: RecordLabel) => RecordLabel[]): RecordLabel[] {
  const dropped = new Set(
    labels.flatMap((label) => (label.id !== undefined && kept(label).length === 0 ? label.id : [])),
  )
  const isLoose = ({ type, property = {} }: RecordLabel) =>
    type === LabelType.tripletRelation && [keys.from, keys.to].some((end) => dropped.has(property[end] as string))
  return labels.flatMap((label) => (isLoose(label) ? [] : kept(label)))
}

function mayWait(labels: readonly RecordLabel[]): boolean {
  const types: (number | undefined)[] = [LabelType.imageClassification, LabelType.objectDetection]
  return labels.length > 0 && labels.every(({ type }) => types.includes(type))
}
