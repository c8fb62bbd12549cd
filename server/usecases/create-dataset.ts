import { insertDataTask } from '#adapters/sql/data-tasks.ts'
import { insertDataset } from '#adapters/sql/datasets.ts'
import { insertDefinitions } from '#adapters/sql/label-sets.ts'
import { DataSourceType, DatasetStatus, DatasetType, TEXT_DATASET_TYPES } from '#contract/codes.ts'
import { LabelFormat, SchemaMap } from '#contract/data-sources.ts'
import { type CreateDatasetReq, type CreateDatasetResp, Field } from '#contract/datasets.ts'
import { errors } from '#contract/errors.ts'
import { onlyKnown } from '#contract/only-known.ts'
import { WorkforceInformation } from '#contract/workforce-tasks.ts'
import type { ObjectPath } from '#core/codecs/object-path.ts'
import { innerWorkPathOf, readDatasetPaths } from '#core/datasets/dataset-paths.ts'
import { planInitialLabels } from '#core/labels/definitions.ts'
import { isRefusal } from '#core/refusal.ts'
import { type Actor, nameOf } from '#server/actor.ts'
import { newId } from '#server/ids.ts'
import { NO_PROGRESS } from '#server/imports/import-plan.ts'
import { planFirstImport } from '#server/imports/plan-import.ts'
import { refuse } from '#server/refuse.ts'
import type { Services } from '#server/services.ts'
import { checkFirstTask, promiseFirstTask } from './first-task.ts'

/**
 * Makes a dataset in status 0 and lets the job `import` read its input path with the annotations in it (behaviour 2.1, formats
 * 6b); a table that loads nothing is there at once, and so is one whose source comes later. Whatever can be refused is refused
 * here, before anything is stored.
 */
export async function createDataset(
  services: Services,
  actor: Actor,
  body: CreateDatasetReq,
): Promise<CreateDatasetResp> {
  const { store, jobs, now } = services
  const dataset_id = newId()
  const dataset_type = body.dataset_type ?? DatasetType.imageClassification
  const source = readSource(body)
  const paths = readDatasetPaths({ data_path: source.data_path, work_path: body.work_path })
  if (isRefusal(paths)) throw refuse(paths)
  const labels = await readLabels(services, dataset_type, body)
  const source_later = body.muster?.source_later ?? false
  if (source_later && body.workforce_information) {
    throw errors.parameterInvalid('workforce_information: there is nothing to deal out with muster.source_later.')
  }
  if (source_later && body.import_data) {
    throw errors.parameterInvalid('import_data: nothing is read with muster.source_later.')
  }
  if (source_later) await makeBuckets(services, paths)
  else await expectFolders(services, paths)

  const loads = !source_later && (dataset_type !== DatasetType.table || body.import_data === true)
  const import_task_id = loads ? `${dataset_id}_${newId()}` : null
  const import_annotations = body.import_annotations ?? true
  const label_format = isText(dataset_type) && body.label_format ? onlyKnown(LabelFormat, body.label_format) : null
  const time = now()
  await store.transaction(async (tx) => {
    const isNew = await insertDataset(tx, {
      dataset_id,
      project_id: actor.project_id,
      dataset_name: body.dataset_name,
      dataset_type,
      description: body.description ?? '',
      status: loads ? DatasetStatus.creating : DatasetStatus.normal,
      work_path: body.work_path,
      work_path_type: body.work_path_type,
      inner_work_path: innerWorkPathOf(paths.work, body.dataset_name, dataset_id),
      data_sources: JSON.stringify([source]),
      data_format: body.data_format ?? 'Default',
      label_format: label_format && JSON.stringify(label_format),
      schema: JSON.stringify((body.schema ?? []).map((field) => onlyKnown(Field, field))),
      import_annotations: Number(import_annotations),
      import_data: Number(body.import_data ?? false),
      managed: Number(body.managed ?? false),
      content_labeling: Number(body.muster?.content_labeling ?? true),
      text_offset_unit: body.muster?.text_offset_unit ?? 'code_point',
      text_overlaps: Number(body.muster?.text_overlaps ?? true),
      workspace_id: body.workspace_id ?? '0',
      owner_name: nameOf(actor),
      import_task_id,
      workforce_information: body.workforce_information
        ? promiseFirstTask(onlyKnown(WorkforceInformation, body.workforce_information))
        : null,
      error_code: null,
      error_msg: null,
      create_time: time,
      update_time: time,
      data_update_time: time,
    })
    if (!isNew) throw errors.datasetNameTaken(`dataset_name: there is already a dataset "${body.dataset_name}".`)
    await insertDefinitions(tx, dataset_id, labels)
    const information = body.workforce_information
    if (information) await checkFirstTask(tx, { project_id: actor.project_id, dataset_type, information })
    if (import_task_id === null) return
    const { data_path, with_column_header = false } = source
    await insertDataTask(tx, {
      task_id: import_task_id,
      dataset_id,
      kind: 'import',
      status: 'QUEUING',
      request: JSON.stringify(
        planFirstImport({ source: paths.input, data_path, import_annotations, label_format, with_column_header }),
      ),
      progress: JSON.stringify(NO_PROGRESS),
      created_by: nameOf(actor),
      create_time: time,
    })
  })
  if (import_task_id !== null) jobs.start('import', import_task_id)
  return { dataset_id, ...(import_task_id !== null && { import_task_id }) }
}

const isText = (dataset_type: DatasetType) => TEXT_DATASET_TYPES.includes(dataset_type)

/** The one data source, without the access data of a database: they are never kept (formats 7). */
function readSource({ data_sources, data_format }: CreateDatasetReq) {
  const [source] = data_sources
  if (!source) throw errors.emptyRequest('data_sources: must hold the input path.')
  const { data_type = DataSourceType.objectStorage, data_path, with_column_header, schema_maps } = source
  if (data_type !== DataSourceType.objectStorage) {
    throw errors.parameterInvalid(`data_sources[0].data_type: ${data_type} is not supported, only 0, the object store.`)
  }
  if (data_path === undefined) throw errors.parameterInvalid('data_sources[0].data_path: is required.')
  if (data_format === 'CarbonData') {
    throw errors.parameterInvalid('data_format: CarbonData is not supported; use Default and files of type CSV.')
  }
  return {
    data_type,
    data_path,
    ...(with_column_header !== undefined && { with_column_header }),
    ...(schema_maps !== undefined && { schema_maps: schema_maps.map((map) => onlyKnown(SchemaMap, map)) }),
  }
}

async function readLabels({ store }: Services, dataset_type: DatasetType, { labels }: CreateDatasetReq) {
  if (!labels?.length) return []
  let label_key = await store.reserveKeys('label', labels.length)
  const situation = { dataset_type, definitions: [], newKey: () => label_key++, newId }
  const changes = planInitialLabels(situation, labels)
  if (isRefusal(changes)) throw refuse(changes)
  return changes.created
}

/** As the first upload of a file makes them. */
async function makeBuckets({ blobs }: Services, { input, work }: { input: ObjectPath; work: ObjectPath }) {
  for (const { bucket } of [input, work]) if (!(await blobs.bucketExists(bucket))) await blobs.createBucket(bucket)
}

/** The input folder must be there; the work path is made when something is written there, so its bucket is enough. */
async function expectFolders({ blobs }: Services, { input, work }: { input: ObjectPath; work: ObjectPath }) {
  if (!(await blobs.bucketExists(input.bucket))) {
    throw errors.bucketNotFound(`data_sources[0].data_path: there is no bucket "${input.bucket}".`)
  }
  if (!(await blobs.bucketExists(work.bucket))) {
    throw errors.bucketNotFound(`work_path: there is no bucket "${work.bucket}".`)
  }
  if (!(await blobs.folderExists(input.bucket, input.key))) {
    throw errors.pathNotFound('data_sources[0].data_path: there is no such folder.')
  }
}
