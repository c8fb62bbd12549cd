import { DatasetType } from '#contract/codes.ts'

const splittable: readonly number[] = [
  DatasetType.imageClassification,
  DatasetType.objectDetection,
  DatasetType.textClassification,
  DatasetType.soundClassification,
]

/** Labels that must occur, each on so many samples. */
const fewestLabels = 2
const fewestSamples = 5

/** Whether versions of such datasets can be split into training and validation at all (behaviour 2.5). */
export function isSplittable(dataset_type: number): boolean {
  return splittable.includes(dataset_type)
}

/** Whether a dataset can be split into training and validation; `samples` per label (behaviour 2.5, 6.2). */
export function canBeSplit(dataset_type: number, samples: Iterable<number>): boolean {
  const frequent = [...samples].filter((count) => count >= fewestSamples)
  return isSplittable(dataset_type) && frequent.length >= fewestLabels
}
