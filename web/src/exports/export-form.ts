import { DatasetType, ExportFormat, ExportType } from '#contract/codes.ts'
import type { ExportReq } from '#contract/exports.ts'
import type { SearchCondition } from '#contract/search-conditions.ts'

/** What the form of an export says, before it is sent; everything as it is typed. */
export type ExportForm = {
  /** Empty: the dataset as it is now. */
  version_id: string
  which: 'all' | 'labelled' | 'unlabelled' | 'searched'
  labels: string[]
  name: string
  hardOnly: boolean
  dest: 'folder' | 'dataset'
  path: string
  datasetName: string
  /** Of the new dataset, as `output`; empty: the usual ones. */
  input: string
  output: string
  /** Empty: the usual one. */
  format: string
  layout: 'flat' | 'tree'
  copyFiles: boolean
  keepHard: boolean
  split: boolean
  /** Percent of the samples that are for training. */
  train: number
  decimals: boolean
  vocOrigin: '0' | '1'
}

export const EMPTY_EXPORT: ExportForm = {
  version_id: '',
  which: 'all',
  labels: [],
  name: '',
  hardOnly: false,
  dest: 'folder',
  path: '',
  datasetName: '',
  input: '',
  output: '',
  format: '',
  layout: 'flat',
  copyFiles: true,
  keepHard: true,
  split: false,
  train: 80,
  decimals: false,
  vocOrigin: '0',
}

/** A folder of its own for each export, in the output of the dataset. */
export function usualPlace(work_path: string, time: Date): string {
  return `${work_path.replace(/\/*$/, '/')}exports/${time.toISOString().slice(0, 19).replace(/\D/g, '')}/`
}

/** Where a new dataset lies unless somebody says otherwise: in the bucket of the old one. */
export function newPlaces({ datasetName }: ExportForm, work_path: string): { input: string; output: string } {
  const folder = `/${work_path.split('/')[1] ?? ''}/${datasetName.trim() || '…'}`
  return { input: `${folder}/input/`, output: `${folder}/output/` }
}

const VOC = ['voc', 'modelarts-voc']

/** Which of the fields that only some exports have are asked for. */
export function exportFields({ dest, format, version_id }: ExportForm, dataset_type: DatasetType, splits: boolean) {
  const isShapes = dataset_type === DatasetType.objectDetection || dataset_type === DatasetType.imageSegmentation
  const isFolder = dest === 'folder'
  return {
    format: isFolder,
    layout: isFolder,
    decimals: isFolder && (VOC.includes(format) || (format === '' && isShapes)),
    vocOrigin: isFolder && format === 'voc',
    split: splits && version_id === '',
  }
}

/** The call that a form stands for. What the form does not show any more is not sent. */
export function exportBody(
  form: ExportForm,
  { dataset_type, work_path, splits }: { dataset_type: DatasetType; work_path: string; splits: boolean },
): ExportReq {
  const { version_id, which, dest, format } = form
  const fields = exportFields(form, dataset_type, splits)
  const places = newPlaces(form, work_path)
  return {
    path: dest === 'folder' ? form.path.trim() : form.input.trim() || places.input,
    export_type: ExportType[which],
    ...(fields.layout && { export_format: ExportFormat[form.layout] }),
    ...(version_id !== '' && { version_id }),
    export_params: {
      clear_hard_property: !form.keepHard,
      ...(which === 'searched' && { search_conditions: [conditionOf(form)] }),
      ...(fields.split &&
        form.split && { ratio_sample_usage: true, train_sample_ratio: (form.train / 100).toFixed(2) }),
      ...(dest === 'dataset' && {
        export_dest: 'NEW_DATASET' as const,
        export_new_dataset_name: form.datasetName.trim(),
        export_new_dataset_work_path: form.output.trim() || places.output,
      }),
    },
    muster: {
      ...(fields.format && format !== '' && { format }),
      ...(!form.copyFiles && dest === 'folder' && { copy_files: false }),
      ...(fields.decimals && form.decimals && { voc_decimals: true }),
      ...(fields.vocOrigin && form.vocOrigin === '1' && { voc_origin: 1 as const }),
    },
  }
}

function conditionOf({ labels, name, hardOnly }: ExportForm): SearchCondition {
  return {
    ...(labels.length > 0 && { label_list: { op: 'OR' as const, labels: labels.map((one) => ({ name: one })) } }),
    ...(name.trim() && { sample_name: name.trim() }),
    ...(hardOnly && { hard: '1' as const }),
  }
}
