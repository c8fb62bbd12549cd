import { DatasetType, LabelType } from '#contract/codes.ts'
import type { CreateDatasetReq } from '#contract/datasets.ts'
import { nextColour } from '#core/labels/colours.ts'
import type { ColumnType } from '#core/tables/column-types.ts'
import { hasLabels, type LABELLED_TYPES } from '#web/samples/dataset-kinds.ts'

/** What is only brought in, looked at, published and exported here. */
export const OTHER_TYPES = [
  DatasetType.imageSegmentation,
  DatasetType.soundClassification,
  DatasetType.speechContent,
  DatasetType.speechParagraphs,
  DatasetType.table,
  DatasetType.video,
  DatasetType.free,
] as const

/** Where files from a computer go, and what is written later: the first upload makes it. */
const OWN_BUCKET = 'datasets'

/** What the form of a new dataset says, before it is sent; everything as it is typed. */
export type CreateForm = {
  name: string
  description: string
  type: (typeof LABELLED_TYPES | typeof OTHER_TYPES)[number]
  source: 'upload' | 'storage' | 'later'
  /** Of the store. */
  path: string
  /** Empty: the usual one. */
  output: string
  labels: string[]
  readsLabels: boolean
  /** The first row of a table names its columns. */
  hasHeader: boolean
  /** Of a table dataset, as somebody wrote them; null: as they are guessed. */
  columns: readonly Column[] | null
}

export type Column = { name: string; type: ColumnType }

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
  columns: null,
}

/** Where the samples of the new dataset lie, and where its output goes unless somebody says otherwise. */
export function placesOf({ name, source, path }: CreateForm): { input: string; output: string } {
  const folder = name || '…'
  if (source !== 'storage')
    return { input: `/${OWN_BUCKET}/${folder}/input/`, output: `/${OWN_BUCKET}/${folder}/output/` }
  return { input: path.trim(), output: `/${path.split('/')[1] || '…'}/outputs/${folder}/` }
}

/** Whether tables are read row by row. */
export function hasTables({ type }: CreateForm): boolean {
  return type === DatasetType.textClassification || type === DatasetType.table
}

/** Whether columns can be those of a table: each has a name of its own. */
export function areColumns(columns: readonly Column[]): boolean {
  const names = columns.map(({ name }) => name.trim())
  return !names.includes('') && new Set(names).size === names.length
}

/** The call that a form stands for; `columns` are those of a table, written or guessed. */
export function createBody(form: CreateForm, columns: readonly Column[] = []): CreateDatasetReq {
  const isTable = form.type === DatasetType.table
  const isLater = form.source === 'later'
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
    ...(!form.readsLabels && hasLabels(form.type) && { import_annotations: false }),
    ...(isTable && {
      import_data: !isLater,
      schema: columns.map(({ name, type }, index) => ({ schema_id: index + 1, name: name.trim(), type })),
    }),
    ...(isLater && { muster: { source_later: true } }),
  }
}

/** Labels of a triplet dataset begin as entities; relations need their ends and come later. */
function definitionsOf({ labels, type }: CreateForm) {
  if (!hasLabels(type)) return []
  const used: string[] = []
  const labelType = type === DatasetType.textTriplets ? LabelType.tripletEntity : type
  return labels.map((name) => {
    const colour = nextColour(used)
    used.push(colour)
    return { name, type: labelType, property: { '@modelarts:color': colour } }
  })
}
