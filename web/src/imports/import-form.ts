import { DatasetType, TEXT_DATASET_TYPES } from '#contract/codes.ts'
import type { ImportReq } from '#contract/imports.ts'

/** What the form of an import says, before it is sent; everything as it is typed. */
export type ImportForm = {
  import_type: 'dir' | 'manifest'
  path: string
  /** Empty: to be found out. */
  format: string
  what: 'all' | 'files' | 'labels'
  duplicates: 'skip' | 'replace'
  unconfirmed: boolean
  hardOnly: boolean
  strict: boolean
  included: string[]
  excluded: string[]
  folder: string
  vocOrigin: '0' | '1'
  yoloTask: 'any' | 'detect' | 'segment' | 'oriented'
  /** Empty: as the format has it; so are the two that follow. */
  textColumn: string
  labelColumn: string
  labelName: string
  /** As `label_type` of the wire: in the line of the text, or in a file of their own; `any`: as the dataset has it. */
  textLabels: 'any' | '0' | '1'
  sampleSeparator: string
  labelSeparator: string
  /** The first row of a table is no text. */
  hasHeader: boolean
}

export const EMPTY_FORM: ImportForm = {
  import_type: 'dir',
  path: '',
  format: '',
  what: 'all',
  duplicates: 'skip',
  unconfirmed: false,
  hardOnly: false,
  strict: false,
  included: [],
  excluded: [],
  folder: '',
  vocOrigin: '0',
  yoloTask: 'any',
  textColumn: '',
  labelColumn: '',
  labelName: '',
  textLabels: 'any',
  sampleSeparator: '\t',
  labelSeparator: ',',
  hasHeader: false,
}

/** Which of the fields that only some formats have are asked for; a format that is still to be found out may have them. */
export function formatFields({ import_type, format }: ImportForm, dataset_type: DatasetType) {
  const isOf = (...formats: string[]) => import_type === 'dir' && formats.includes(format)
  const isText = dataset_type === DatasetType.textClassification
  return {
    vocOrigin: isOf('modelarts-voc', 'voc'),
    yoloTask: isOf('ultralytics') && dataset_type !== DatasetType.imageClassification,
    textColumn: isOf('jsonl') || (isOf('label-studio') && TEXT_DATASET_TYPES.includes(dataset_type)),
    labelColumn: isOf('jsonl', 'metadata'),
    labelName: isOf('srt', 'vtt', 'rttm', 'asr-jsonl'),
    separators: isOf('text-lines') || (isText && isOf('')),
  }
}

/** Whether labels of such a dataset can wait to be confirmed (formats 7). */
export function mayWait(dataset_type: DatasetType): boolean {
  return dataset_type === DatasetType.imageClassification || dataset_type === DatasetType.objectDetection
}

type Run = { dry_run: boolean; label_names: Readonly<Record<string, string>> }

/** The call that a form stands for. What the form does not show any more is not sent. */
export function importBody(form: ImportForm, dataset_type: DatasetType, { dry_run, label_names }: Run): ImportReq {
  const { import_type, format, what, folder } = form
  const fields = formatFields(form, dataset_type)
  const takesLabels = what !== 'files'
  return {
    import_path: form.path.trim(),
    import_type,
    ...(what === 'files' && { import_annotations: false }),
    ...(what === 'labels' && { import_samples: false }),
    ...(takesLabels && form.unconfirmed && mayWait(dataset_type) && { final_annotation: false }),
    ...(form.hardOnly && { difficult_only: true }),
    ...(form.included.length > 0 && { included_labels: form.included }),
    ...(form.excluded.length > 0 && { excluded_labels: form.excluded }),
    ...(import_type === 'dir' && folder.trim() && { import_folder: folder.trim() }),
    ...(fields.separators &&
      form.textLabels !== 'any' && {
        label_format: {
          label_type: form.textLabels,
          text_sample_separator: form.sampleSeparator,
          text_label_separator: form.labelSeparator,
        },
      }),
    ...(fields.separators && form.hasHeader && { with_column_header: true }),
    muster: {
      dry_run,
      duplicates: form.duplicates,
      ...(form.strict && { strict: true }),
      ...(import_type === 'dir' && format !== '' && { format }),
      ...(Object.keys(label_names).length > 0 && { label_names }),
      ...(fields.vocOrigin && { voc_origin: form.vocOrigin === '1' ? (1 as const) : (0 as const) }),
      ...(fields.yoloTask && form.yoloTask !== 'any' && { yolo_task: form.yoloTask }),
      ...(fields.textColumn && form.textColumn && { text_column: form.textColumn }),
      ...(fields.labelColumn && form.labelColumn && { label_column: form.labelColumn }),
      ...(fields.labelName && form.labelName && { label_name: form.labelName }),
    },
  }
}
