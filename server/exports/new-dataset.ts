import { insertDataTask } from '#adapters/sql/data-tasks.ts'
import { insertDataset } from '#adapters/sql/datasets.ts'
import { insertDefinitions, readDefinitions } from '#adapters/sql/label-sets.ts'
import type { Store, Tx } from '#adapters/sql/store.ts'
import type { DatasetRow } from '#adapters/sql/tables.ts'
import { DataSourceType, DatasetStatus } from '#contract/codes.ts'
import { errors } from '#contract/errors.ts'
import { formatObjectPath } from '#core/codecs/object-path.ts'
import { innerWorkPathOf, readFolder } from '#core/datasets/dataset-paths.ts'
import { usualName } from '#core/formats/manifest/read-manifest.ts'
import { isRefusal } from '#core/refusal.ts'
import { NO_PROGRESS } from '#server/imports/import-plan.ts'
import { planFirstImport } from '#server/imports/plan-import.ts'
import { refuse } from '#server/refuse.ts'
import type { ExportPlan, NewDataset } from './export-plan.ts'

type Making = {
  source: DatasetRow
  plan: ExportPlan
  new_dataset: NewDataset
  /** The first of the keys that `reserveForDataset` reserved, and for how many definitions. */
  label_key: number
  reserved: number
  by: string
  now: number
}

/** Keys for the label definitions of a copy; to be reserved before the transaction that makes it. */
export async function reserveForDataset(
  store: Store,
  { dataset_id }: DatasetRow,
): Promise<Pick<Making, 'label_key' | 'reserved'>> {
  const reserved = (await readDefinitions(store.read, dataset_id)).length
  return { label_key: await store.reserveKeys('label', Math.max(1, reserved)), reserved }
}

/**
 * Makes the dataset that an export asked for: settings and label definitions of the exported one, and an import of the manifest that was
 * written, which is for the job `import`. E4351 where the name was taken meanwhile.
 */
export async function insertNewDataset(tx: Tx, making: Making): Promise<void> {
  const { source, plan, new_dataset, by, now } = making
  const { dataset_id, import_task_id, dataset_name, work_path } = new_dataset
  const work = readFolder(work_path, ['work_path'])
  if (isRefusal(work)) throw refuse(work)
  const data_path = formatObjectPath(plan.target, 'slash')
  const { deleted_sample_count: _, revision: __, label_revision: ___, ...settings } = source
  const isNew = await insertDataset(tx, {
    ...settings,
    dataset_id,
    dataset_name,
    description: '',
    status: DatasetStatus.creating,
    work_path,
    inner_work_path: innerWorkPathOf(work, dataset_name, dataset_id),
    data_sources: JSON.stringify([{ data_type: DataSourceType.objectStorage, data_path }]),
    owner_name: by,
    import_task_id,
    workforce_information: null,
    error_code: null,
    error_msg: null,
    create_time: now,
    update_time: now,
    data_update_time: now,
  })
  if (!isNew) throw errors.datasetNameTaken(`export_new_dataset_name: there is already a dataset "${dataset_name}".`)
  const definitions = (await readDefinitions(tx, source.dataset_id)).slice(0, making.reserved)
  await insertDefinitions(
    tx,
    dataset_id,
    definitions.map((definition, index) => ({ ...definition, label_key: making.label_key + index })),
  )
  const first = planFirstImport({
    source: { ...plan.target, key: plan.target.key + usualName },
    data_path,
    import_annotations: true,
    label_format: null,
    with_column_header: false,
  })
  await insertDataTask(tx, {
    task_id: import_task_id,
    dataset_id,
    kind: 'import',
    status: 'QUEUING',
    request: JSON.stringify({ ...first, import_type: 'manifest' }),
    progress: JSON.stringify(NO_PROGRESS),
    created_by: by,
    create_time: now,
  })
}
