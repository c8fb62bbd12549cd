import type { DatasetRow } from '#adapters/sql/tables.ts'
import { DatasetType } from '#contract/codes.ts'
import { LabelFormat } from '#contract/data-sources.ts'
import { errors } from '#contract/errors.ts'
import { FORMAT_OPTIONS, type ImportOptions, type ImportReq } from '#contract/imports.ts'
import { onlyKnown } from '#contract/only-known.ts'
import { type ObjectPath, parseObjectPath } from '#core/codecs/object-path.ts'
import { inputFolder, readFolder } from '#core/datasets/dataset-paths.ts'
import { isRefusal } from '#core/refusal.ts'
import { refuse } from '#server/refuse.ts'
import { formatsFor } from './formats.ts'
import type { ImportPlan } from './import-plan.ts'

/** Types whose labels may wait to be confirmed (formats 7). */
const CONFIRMABLE: readonly number[] = [DatasetType.imageClassification, DatasetType.objectDetection]

/**
 * What an import task is asked to do (formats 7). E4396 for what is not supported and for an unknown format, E4383 for a type
 * of dataset that has no such import; E4313, E4315 and E4205 for paths.
 */
export function planImport(dataset: DatasetRow, body: ImportReq): ImportPlan {
  refuseUnsupported(dataset, body)
  const import_type = body.import_type ?? 'dir'
  const options = body.muster ?? {}
  if (options.format !== undefined) expectFormat(options.format, import_type, dataset)
  return {
    source: readSource(body.import_path, import_type),
    import_type,
    import_path: body.import_path,
    first: false,
    target: readTarget(dataset, body, import_type),
    format: options.format ?? null,
    import_samples: body.import_samples ?? true,
    import_annotations: body.import_annotations ?? true,
    final_annotation: body.final_annotation ?? true,
    difficult_only: body.difficult_only ?? false,
    included_labels: namesOf(body.included_labels) ?? namesOf(body.included_tags),
    excluded_labels: namesOf(body.excluded_labels),
    label_names: options.label_names ?? {},
    label_format: body.label_format ? onlyKnown(LabelFormat, body.label_format) : storedFormat(dataset),
    with_column_header: body.with_column_header ?? false,
    duplicates: options.duplicates ?? 'skip',
    strict: options.strict ?? false,
    dry_run: options.dry_run ?? false,
    options: optionsOf(options),
  }
}

/** What the import that makes a dataset is to do: the input path with all that lies there (formats 6b). */
export function planFirstImport({
  data_path,
  source,
  import_annotations,
  label_format,
  with_column_header,
}: Pick<ImportPlan, 'source' | 'import_annotations' | 'label_format' | 'with_column_header'> & {
  data_path: string
}): ImportPlan {
  return {
    source,
    import_type: 'dir',
    import_path: data_path,
    first: true,
    target: null,
    format: null,
    import_samples: true,
    import_annotations,
    final_annotation: true,
    difficult_only: false,
    included_labels: null,
    excluded_labels: null,
    label_names: {},
    label_format,
    with_column_header,
    duplicates: 'skip',
    strict: false,
    dry_run: false,
    options: {},
  }
}

function refuseUnsupported(dataset: DatasetRow, body: ImportReq): void {
  const { import_origin, data_source } = body
  if (import_origin !== undefined && import_origin !== 'obs') {
    throw errors.parameterInvalid(`import_origin: "${import_origin}" is not supported, only obs, the object store.`)
  }
  if (data_source?.data_type) {
    throw errors.parameterInvalid(
      `data_source.data_type: ${data_source.data_type} is not supported, only 0, the object store.`,
    )
  }
  if (body.import_type === 'manifest' && dataset.dataset_type === DatasetType.free) {
    throw errors.notSupported('import_type: datasets of the free format have no manifest.')
  }
  if (body.final_annotation === false && !CONFIRMABLE.includes(dataset.dataset_type)) {
    throw errors.parameterInvalid(
      'final_annotation: labels can wait for confirmation in classification and detection of images only.',
    )
  }
}

function expectFormat(format: string, import_type: ImportPlan['import_type'], { dataset_type }: DatasetRow): void {
  if (import_type === 'manifest' && format !== 'manifest') {
    throw errors.parameterInvalid('muster.format: what import_type calls a manifest is read as manifest.')
  }
  const fitting = formatsFor(dataset_type as DatasetType)
  if (!fitting.includes(format)) {
    throw errors.parameterInvalid(`muster.format: must be one of ${fitting.join(', ')} for this type of dataset.`)
  }
}

function readSource(import_path: string, import_type: ImportPlan['import_type']): ObjectPath {
  if (import_type === 'dir') return good(readFolder(import_path, ['import_path']))
  const path = parseObjectPath(import_path)
  if (isRefusal(path)) throw refuse({ ...path, error_msg: `import_path: ${path.error_msg}` })
  if (path.key === '' || path.key.endsWith('/')) {
    throw errors.parameterInvalid('import_path: must name the manifest file itself.')
  }
  return path
}

/** The files of a manifest stay where they are; a folder that lies in the input path is there already. */
function readTarget(dataset: DatasetRow, body: ImportReq, import_type: ImportPlan['import_type']): ObjectPath | null {
  if (import_type === 'manifest') return null
  const input = inputFolder(dataset)
  const source = good(readFolder(body.import_path, ['import_path']))
  const isInside = source.bucket === input.bucket && source.key.startsWith(input.key)
  if (isInside) return null
  // What is copied would be found again behind what is being read, and copied again, without an end.
  if (source.bucket === input.bucket && input.key.startsWith(source.key)) {
    throw errors.parameterInvalid(
      'import_path: must not hold the input path of the dataset, where files are copied to.',
    )
  }
  if (!body.import_folder) return input
  return good(readFolder(`/${input.bucket}/${input.key}${body.import_folder}`, ['import_folder']))
}

function good(path: ReturnType<typeof readFolder>): ObjectPath {
  if (isRefusal(path)) throw refuse(path)
  return path
}

/** Labels by their names alone or as objects: the page says one, its example the other (formats 13). */
function namesOf(labels: ImportReq['included_labels']): string[] | null {
  const names = (labels ?? []).flatMap((label) => (typeof label === 'string' ? label : (label.name ?? [])))
  return names.length > 0 ? names : null
}

function storedFormat({ label_format }: DatasetRow): LabelFormat | null {
  return label_format === null ? null : JSON.parse(label_format)
}

/** What one format alone understands; everything else that came is no option. */
function optionsOf(options: ImportOptions): Readonly<Record<string, unknown>> {
  return Object.fromEntries(FORMAT_OPTIONS.flatMap((name) => (name in options ? [[name, options[name]]] : [])))
}
