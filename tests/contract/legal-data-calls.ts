import type { OperationId } from '#contract/operations.ts'
import type { LegalCall } from './legal-calls.ts'
import type { World } from './world.ts'

const paging = { offset: '0', limit: '10' }
const attributes = [{ name: 'age', type: 'text' }]
const aLabel = { name: 'tree', type: 1, property: { '@modelarts:color': '#3399ff' }, attributes }

const anImportBody = ({ dataset }: World) => ({
  import_path: dataset.input,
  import_type: 'dir',
  import_origin: 'obs',
  import_folder: 'later',
  import_samples: true,
  import_annotations: true,
  final_annotation: true,
  difficult_only: false,
  included_labels: ['car', { name: 'person', type: 1 }],
  included_tags: ['car'],
  excluded_labels: [aLabel],
  data_source: {
    data_type: 0,
    data_path: dataset.input,
    schema_maps: [{ src_name: 'a', dest_name: 'b' }],
    source_info: { user_name: 'nobody' },
    with_column_header: true,
  },
  label_format: { label_type: '1', text_label_separator: ',', text_sample_separator: ';' },
  with_column_header: false,
  muster: {
    dry_run: false,
    duplicates: 'skip',
    format: 'modelarts-voc',
    label_names: { auto: 'car' },
    strict: false,
    voc_origin: 0,
    yolo_task: 'detect',
    text_column: 'text',
    label_column: 'label',
    label_name: 'speech',
  },
})

const aVersionBody = () => ({
  clear_hard_property: false,
  description: 'what it holds',
  export_images: true,
  remove_sample_usage: false,
  train_evaluate_sample_ratio: '1.00',
  version_format: 'Default',
  version_name: 'made-by-a-test',
  with_column_header: false,
  muster: { seed: 'any text', stable_split: false, voc_decimals: true },
})

const anExportBody = ({ dataset: { bucket }, version_id, mine }: World) => ({
  annotation_format: 'VOC',
  export_format: 1,
  export_params: {
    clear_difficult: true,
    clear_hard_property: false,
    export_dataset_version_format: 'Default',
    export_dataset_version_name: 'V001',
    export_dest: 'DIR',
    export_new_dataset_name: 'made-by-a-test',
    export_new_dataset_work_path: `/${bucket}/work/`,
    ratio_sample_usage: true,
    sample_state: '__ALL__',
    samples: [mine[0]],
    search_conditions: [{ hard: '0' }],
    train_sample_ratio: '0.80',
  },
  export_type: 0,
  muster: { format: 'modelarts-voc', copy_files: true, voc_decimals: true, voc_origin: 1 },
  path: `/${bucket}/exported/`,
  sample_state: '__ALL__',
  source_type_header: 's3://',
  status: 0,
  task_id: 'anything',
  version_format: 'Default',
  version_id,
  with_column_header: false,
})

const ofVersion = ({ version_id = 'none' }: World) => ({ version_id })
const ofImport = ({ import_id = 'none' }: World) => ({ task_id: import_id })
const ofExport = ({ dataset_id, export_id = 'none' }: World) => ({ resource_id: dataset_id, task_id: export_id })

async function publish(world: World): Promise<void> {
  const { version_id } = await world.owner.call('CreateDatasetVersion', world)
  await world.server.idle()
  world.version_id = version_id
}

async function exportAll(world: World): Promise<void> {
  const body = { path: `/${world.dataset.bucket}/exported/` }
  const { task_id } = await world.owner.call('ExportTask', world, body)
  await world.server.idle()
  world.export_id = task_id!
}

/** Imports what is there already. */
async function importAll(world: World): Promise<void> {
  const { task_id } = await world.owner.call('ImportTask', world, { import_path: world.dataset.input })
  await world.server.idle()
  world.import_id = task_id
}

/** A version, an import and an export that can be asked about. */
export async function publishAndMove(world: World): Promise<void> {
  await publish(world)
  await importAll(world)
  await exportAll(world)
}

/** Legal calls of import, versions, export and synchronisation. */
export const legalDataCalls: Partial<Record<OperationId, LegalCall>> = {
  ListImportTasks: { prepare: importAll, query: { ...paging, marker: 'none' } },
  ImportTask: { body: anImportBody },
  DescImportTask: { names: ofImport, prepare: importAll },

  ListDatasetVersions: {
    prepare: publish,
    query: { ...paging, status: '1', train_evaluate_ratio: '0.0,1.0', version_format: '0' },
  },
  CreateDatasetVersion: { body: aVersionBody },
  DescribeDatasetVersion: { names: ofVersion, prepare: publish },
  DeleteDatasetVersion: { names: ofVersion, prepare: publish },

  GetExportTasksStatusOfDataset: { prepare: exportAll, query: { ...paging, export_type: '0', marker: 'none' } },
  ExportTask: { prepare: publish, body: anExportBody },
  GetExportTaskStatusOfDataset: { names: ofExport, prepare: exportAll },

  SyncDataSource: {},
  SyncDataSourceState: {},
}
