import { DatasetType, LabelType } from '#contract/codes.ts'
import type { CreateDatasetReq } from '#contract/datasets.ts'
import { nextColour } from '#web/colours/colours.ts'
import type { LABELLED_TYPES } from '#web/samples/dataset-kinds.ts'

/** What is only brought in, published and exported here; the API takes tables, video and free formats, too. */
export const OTHER_TYPES = [
  DatasetType.imageSegmentation,
  DatasetType.soundClassification,
  DatasetType.speechContent,
  DatasetType.speechParagraphs,
] as const

/** Where files from a computer go, and what is written later: the first upload makes it. */
const OWN_BUCKET = 'datasets'

/** What the form of a new dataset says, before it is sent; everything as it is typed. */
export type CreateForm = {
  name: string
  description: string
  type: (typeof LABELLED_TYPES | typeof OTHER_TYPES)[number]
  source: 'upload' | 'storage'
  /** Of the store. */
  path: string
  /** Empty: the usual one. */
  output: string
  labels: string[]
  readsLabels: boolean
  /** The first row of a table is no text. */
  hasHeader: boolean
}

export const EMPTY_CREATE: CreateForm = {
  name: '',
  description: '',
  type: DatasetType.objectDetection,
  source: 'upload',
  path: '',
  output: '',
  labels: [],
  readsLabels: true,
  hasHeader: false,
}

/** Where the samples of the new dataset lie, and where its output goes unless somebody says otherwise. */
export function placesOf({ name, source, path }: CreateForm): { input: string; output: string } {
  const folder = name || '…'
  if (source === 'upload')
    return { input: `/${OWN_BUCKET}/${folder}/input/`, output: `/${OWN_BUCKET}/${folder}/output/` }
  return { input: path.trim(), output: `/${path.split('/')[1] || '…'}/outputs/${folder}/` }
}

/** Whether tables are read row by row. */
export function hasTables({ type }: CreateForm): boolean {
  return type === DatasetType.textClassification
}

/** The call that a form stands for. */
export function createBody(form: CreateForm): CreateDatasetReq {
  const { input, output } = placesOf(form)
  return {
    dataset_name: form.name,
    description: form.description,
    dataset_type: form.type,
    data_sources: [
      { data_type: 0, data_path: input, ...(hasTables(form) && form.hasHeader && { with_column_header: true }) },
    ],
    work_path: form.output.trim() || output,
    work_path_type: 0,
    labels: definitionsOf(form),
    ...(!form.readsLabels && { import_annotations: false }),
  }
}

/** Labels of a triplet dataset begin as entities; relations need their ends and come later. */
function definitionsOf({ labels, type }: CreateForm) {
  const used: string[] = []
  const labelType = type === DatasetType.textTriplets ? LabelType.tripletEntity : type
  return labels.map((name) => {
    const colour = nextColour(used)
    used.push(colour)
    return { name, type: labelType, property: { '@modelarts:color': colour } }
  })
}
