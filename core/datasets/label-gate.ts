import { DatasetStatus } from '#contract/codes.ts'
import { errors, type Refusal } from '#contract/errors.ts'

/**
 * May dataset labels and their definitions be written while the dataset is in this status? null if so (behaviour 2.1).
 * A version that is published or switched must not change meanwhile; labels in team tasks are no part of it (D7).
 */
export function mayWriteLabels(status: number): Refusal | null {
  if (status === DatasetStatus.publishing) {
    return errors.publishBarsLabels.refusal(
      'A version of the dataset is being published; write labels once it is done.',
    )
  }
  if (status === DatasetStatus.switching) {
    return errors.publishBarsLabels.refusal('The dataset is switching its version; write labels once it has.')
  }
  if (status === DatasetStatus.deleting || status === DatasetStatus.deleted) return errors.datasetDeleting.refusal()
  return null
}

/** May samples be deleted while the dataset is in this status? null if so. E4424 while data comes in (behaviour 2.1). */
export function mayDeleteSamples(status: number): Refusal | null {
  const comingIn: number[] = [DatasetStatus.creating, DatasetStatus.importing, DatasetStatus.synchronizing]
  if (!comingIn.includes(status)) return mayWriteLabels(status)
  return errors.sampleNotDeleted.refusal(
    'Samples cannot be deleted while the dataset imports or synchronizes its data.',
  )
}
