import type { DatasetRow } from '#adapters/sql/tables.ts'
import { type DatasetType, ExportFormat, ExportType } from '#contract/codes.ts'
import { errors } from '#contract/errors.ts'
import { EXPORT_OPTIONS, ExportParams, type ExportReq } from '#contract/exports.ts'
import { onlyKnown } from '#contract/only-known.ts'
import type { ObjectPath } from '#core/codecs/object-path.ts'
import { inputFolder, longestWorkPath, readFolder } from '#core/datasets/dataset-paths.ts'
import { usualFormat } from '#core/formats/usual-format.ts'
import { isRefusal } from '#core/refusal.ts'
import { parseSampleState } from '#core/samples/sample-state.ts'
import { readSearchConditions } from '#core/samples/search-condition.ts'
import { codePointLength } from '#core/text/code-points.ts'
import { newHexId, newId } from '#server/ids.ts'
import { refuse } from '#server/refuse.ts'
import { folderOfVersions } from '#server/versions/version-files.ts'
import type { ExportChoice, ExportPlan, NewDataset } from './export-plan.ts'
import { writerOf, writersFor } from './formats.ts'

/**
 * What an export task is asked to do (formats 10). E4396 for what is not supported, for an unknown format, state or condition; E4358
 * for a path into the data of the dataset; E4313, E4315 and E4205 for other paths.
 */
export function planExport(dataset: DatasetRow, body: ExportReq, now: number): ExportPlan {
  const dataset_type = dataset.dataset_type as DatasetType
  const { export_params: params = {}, muster = {} } = body
  const export_format = body.export_format ?? ExportFormat.flat
  const makesDataset = params.export_dest === 'NEW_DATASET'
  const target = readTarget(dataset, body.path, makesDataset)
  const new_dataset = makesDataset ? readNewDataset(params, target) : null
  const tree = export_format === ExportFormat.tree
  const usual = usualFormat(dataset_type, { annotation_format: body.annotation_format, tree })
  const format = makesDataset ? 'manifest' : (muster.format ?? usual)
  if (makesDataset && muster.format !== undefined && muster.format !== 'manifest') {
    throw errors.parameterInvalid('muster.format: a new dataset is made from a manifest; leave the format out.')
  }
  if (!writerOf(format, dataset_type)) {
    const names = writersFor(dataset_type).map(({ name }) => name)
    throw errors.parameterInvalid(`muster.format: must be one of ${names.join(', ')} for this type of dataset.`)
  }
  return {
    target,
    path: body.path!,
    export_type: body.export_type ?? ExportType.all,
    export_format,
    export_params: onlyKnown(ExportParams, params),
    version_format: readVersionFormat(body),
    version_id: body.version_id ?? null,
    format,
    choice: readChoice(body, now),
    flat: !makesDataset && !tree && (body.export_format !== undefined || muster.format === undefined),
    copy_files: muster.copy_files ?? true,
    clear_hard_property: params.clear_hard_property ?? true,
    clear_difficult: params.clear_difficult ?? false,
    train_ratio: params.ratio_sample_usage ? readRatio(params.train_sample_ratio) : null,
    seed: newHexId(),
    source_type_header: readHeader(body.source_type_header),
    new_dataset,
    options: {
      // A new dataset is to have what this one has.
      ...(makesDataset && { voc_decimals: true }),
      ...Object.fromEntries(EXPORT_OPTIONS.flatMap((name) => (name in muster ? [[name, muster[name]]] : []))),
    },
  }
}

function readTarget(dataset: DatasetRow, path: string | undefined, makesDataset: boolean): ObjectPath {
  if (path === undefined) throw errors.parameterInvalid('path: is required.')
  const target = readFolder(path, ['path'])
  if (isRefusal(target)) throw refuse(target)
  const input = inputFolder(dataset)
  if (isIn(input, target) && !(makesDataset && target.key === input.key)) {
    throw errors.exportPathInvalid('path: must not lie in the input path of the dataset.')
  }
  // What lies there goes with the version.
  if (isIn(folderOfVersions(dataset), target)) {
    throw errors.exportPathInvalid('path: must not lie where the versions of the dataset are kept.')
  }
  return target
}

const isIn = (folder: ObjectPath, { bucket, key }: ObjectPath) => bucket === folder.bucket && key.startsWith(folder.key)

function readNewDataset(params: ExportParams, target: ObjectPath): NewDataset {
  const { export_new_dataset_name: dataset_name, export_new_dataset_work_path: work_path } = params
  if (dataset_name === undefined || !/^[\w-]{1,100}$/.test(dataset_name)) {
    throw errors.parameterInvalid(
      'export_params.export_new_dataset_name: must have 1 to 100 letters, digits, hyphens and underscores.',
    )
  }
  if (work_path === undefined) {
    throw errors.parameterInvalid('export_params.export_new_dataset_work_path: is required for a new dataset.')
  }
  const at = ['export_params', 'export_new_dataset_work_path']
  if (codePointLength(work_path) > longestWorkPath) {
    throw errors.workPathTooLong(`${at.join('.')}: must have at most ${longestWorkPath} characters.`)
  }
  const work = readFolder(work_path, at)
  if (isRefusal(work)) throw refuse(work)
  if (work.bucket === target.bucket && work.key.startsWith(target.key)) {
    throw errors.pathNotSubfolder(`${at.join('.')}: must not be the path of the export nor a folder in it.`)
  }
  const dataset_id = newId()
  return { dataset_id, import_task_id: `${dataset_id}_${newId()}`, dataset_name, work_path }
}

/** Every fault of a choice is told before anything is stored. */
function readChoice(body: ExportReq, now: number): ExportChoice {
  const { export_params: params = {}, export_type = ExportType.all } = body
  const sample_state = params.sample_state || body.sample_state || null
  const state = parseSampleState(sample_state)
  if (isRefusal(state)) throw refuse(state)
  const conditions = params.search_conditions ?? []
  const search = readSearchConditions(conditions, { field: 'export_params.search_conditions', now, join: 'OR' })
  if (isRefusal(search)) throw refuse(search)
  const labelled = export_type === ExportType.labelled ? true : export_type === ExportType.unlabelled ? false : null
  return { labelled, sample_state, samples: params.samples ?? null, search_conditions: search.conditions, at: now }
}

function readVersionFormat({ version_format = 'Default' }: ExportReq): string {
  if (version_format === 'Default') return version_format
  throw errors.parameterInvalid(`version_format: ${version_format} is not supported; use Default.`)
}

function readHeader(header = 'obs://'): 'obs://' | 's3://' {
  if (header === 'obs://' || header === 's3://') return header
  throw errors.parameterInvalid('source_type_header: must be obs:// or s3://.')
}

function readRatio(sent: ExportParams['train_sample_ratio'] = '1.00'): number {
  const ratio = typeof sent === 'number' || /^\d+(\.\d+)?$/.test(sent) ? Number(sent) : Number.NaN
  if (ratio >= 0 && ratio <= 1) return ratio
  throw errors.parameterInvalid('export_params.train_sample_ratio: must be a number from 0 to 1, as "0.80".')
}
