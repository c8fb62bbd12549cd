import { DatasetStatus } from '#contract/codes.ts'
import { errors, type Refusal } from '#contract/errors.ts'

/** Work on a whole dataset; the number is the status of the dataset meanwhile (behaviour 2.1). */
export type DatasetWork =
  | typeof DatasetStatus.importing
  | typeof DatasetStatus.synchronizing
  | typeof DatasetStatus.publishing
  | typeof DatasetStatus.switching

/**
 * May an import, a synchronisation, publishing or switching begin while the dataset is in this status? null if so. Only one of
 * them goes on at a time, and what runs names the code: E4343 publishing, E4349 switching, E4356 import, also the first one,
 * E4355 synchronisation.
 */
export function mayBeginWork(status: number): Refusal | null {
  switch (status) {
    case DatasetStatus.normal:
      return null
    case DatasetStatus.publishing:
      return errors.publishRunning.refusal('A version of the dataset is being published; ask again once it is done.')
    case DatasetStatus.switching:
      return errors.switchRunning.refusal('The dataset is switching its version; ask again once it has.')
    case DatasetStatus.creating:
    case DatasetStatus.importing:
      return errors.importRunning.refusal('Data is being imported into the dataset; ask again once it is done.')
    case DatasetStatus.synchronizing:
      return errors.syncRunning.refusal('The dataset is being synchronised; ask again once it is done.')
    case DatasetStatus.abnormal:
      return errors.datasetAbnormal.refusal()
    default:
      return errors.datasetDeleting.refusal()
  }
}
