import { DatasetType, TEXT_DATASET_TYPES } from '#contract/codes.ts'
import { isCoefficient, isHardReason } from '#core/codecs/hard.ts'
import { columnsOf } from '#core/formats/jsonl/columns.ts'
import { mayBeHard } from '#core/labels/label-types.ts'
import { keys } from '#core/labels/property-keys.ts'

/** Of a choice: what else is said of the labels that were chosen, in their order. */
export const choicesKey = '@muster:choices'
/** The control that says who speaks. */
export const speakerName = 'speaker'

/** What the value to be labelled is called in the `data` of a task. */
export function dataKeyOf(dataset_type: DatasetType, options: { [option: string]: unknown }): string {
  if (TEXT_DATASET_TYPES.includes(dataset_type)) return columnsOf(options).text
  return dataset_type >= DatasetType.soundClassification ? 'audio' : 'image'
}

/** Whether a dataset labels its samples as wholes, by their classes. */
export function isClassified(dataset_type: DatasetType): boolean {
  const { imageClassification, textClassification, soundClassification } = DatasetType
  return ([imageClassification, textClassification, soundClassification] as DatasetType[]).includes(dataset_type)
}

/** Whether a value of `data` is metadata that a sample of such a dataset may have. */
export function isMetadata(key: string, value: unknown, dataset_type: DatasetType): boolean {
  switch (key) {
    case keys.size:
      return false
    case keys.hard:
      return mayBeHard(dataset_type) && typeof value === 'boolean'
    case keys.hardCoefficient:
      return mayBeHard(dataset_type) && isCoefficient(value)
    case keys.hardReasons:
      return mayBeHard(dataset_type) && Array.isArray(value) && value.every(isHardReason)
    default:
      return value !== null
  }
}
