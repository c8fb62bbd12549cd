import { DatasetType } from '#contract/codes.ts'
import type { CreateDatasetVersionReq } from '#contract/versions.ts'

/** What the dialog that publishes says, as it is typed. */
export type PublishForm = {
  name: string
  description: string
  /** Percent of the samples that are for training. */
  train: number
  keepUsage: boolean
  stable: boolean
  keepHard: boolean
  copyFiles: boolean
  decimals: boolean
  seed: string
}

export const EMPTY_PUBLISH: PublishForm = {
  name: '',
  description: '',
  train: 80,
  keepUsage: false,
  stable: true,
  keepHard: false,
  copyFiles: false,
  decimals: false,
  seed: '',
}

/** Whether versions of such a dataset hold XML files. */
export function writesVoc(dataset_type: DatasetType): boolean {
  return dataset_type === DatasetType.objectDetection || dataset_type === DatasetType.imageSegmentation
}

/** The call that the dialog stands for; `splits`: the dataset can be split. */
export function publishBody(
  form: PublishForm,
  { dataset_type, splits }: { dataset_type: DatasetType; splits: boolean },
): CreateDatasetVersionReq {
  const { name, description, seed } = form
  return {
    ...(name.trim() && { version_name: name.trim() }),
    ...(description.trim() && { description: description.trim() }),
    train_evaluate_sample_ratio: splits ? (form.train / 100).toFixed(2) : '1.00',
    remove_sample_usage: !form.keepUsage,
    clear_hard_property: !form.keepHard,
    export_images: form.copyFiles,
    muster: {
      stable_split: form.stable,
      ...(seed.trim() && { seed: seed.trim() }),
      ...(writesVoc(dataset_type) && { voc_decimals: form.decimals }),
    },
  }
}

/** About how many of a label's samples are for training and for validation. */
export function splitOf(samples: number, train: number): { train: number; eval: number } {
  const forTraining = Math.round((samples * train) / 100)
  return { train: forTraining, eval: samples - forTraining }
}
