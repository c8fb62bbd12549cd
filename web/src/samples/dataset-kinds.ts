import { DatasetType, SampleType } from '#contract/codes.ts'
import { sampleTypeOf } from '#core/datasets/dataset-types.ts'

/** What the workbench can label. */
export const LABELLED_TYPES = [
  DatasetType.imageClassification,
  DatasetType.objectDetection,
  DatasetType.textClassification,
  DatasetType.namedEntities,
  DatasetType.textTriplets,
] as const

/** Datasets whose samples are labelled as a whole: many at once can be given a label. */
const CLASSIFICATION: readonly DatasetType[] = [DatasetType.imageClassification, DatasetType.textClassification]

/** Datasets that know hard examples (behaviour 4.5). */
const WITH_HARD: readonly DatasetType[] = [DatasetType.imageClassification, DatasetType.objectDetection]

export function hasWorkbench(type: DatasetType): boolean {
  return LABELLED_TYPES.some((one) => one === type)
}

/** Whether there are labels in such datasets at all (formats 1). */
export function hasLabels(type: DatasetType): type is Exclude<DatasetType, 400 | 900> {
  return type !== DatasetType.table && type !== DatasetType.free
}

/** Whether samples stand in a list below each other; pictures stand side by side, and so do videos with their key frames. */
export function isListed(type: DatasetType): boolean {
  return sampleTypeOf(type) !== SampleType.image && type !== DatasetType.video
}

export function isClassification(type: DatasetType): boolean {
  return CLASSIFICATION.includes(type)
}

export function canBeHard(type: DatasetType): boolean {
  return WITH_HARD.includes(type)
}
