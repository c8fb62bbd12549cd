import { type DatasetType, VersionStatus } from '#contract/codes.ts'
import type { Label } from '#contract/labels.ts'
import { check } from './print.ts'
import { type DemoServer, until } from './server.ts'

/** A dataset without samples that keeps its files in a folder of its own. */
export async function makeEmptyDataset(
  { owner, makeFolder }: DemoServer,
  { name, dataset_type, labels = [] }: { name: string; dataset_type: DatasetType; labels?: readonly Label[] },
): Promise<string> {
  await makeFolder(`demo/${name}/in`)
  const body = {
    dataset_name: name,
    dataset_type,
    data_sources: [{ data_type: 0 as const, data_path: `/demo/${name}/in/` }],
    work_path: `/demo/${name}/out/`,
    work_path_type: 0 as const,
    labels: [...labels],
  }
  const { dataset_id } = await owner.call('CreateDataset', {}, body)
  await until(
    `${name} is ready`,
    () => owner.call('DescDataset', { dataset_id: dataset_id! }),
    ({ status }) => status === 1,
  )
  return dataset_id!
}

/** Imports a folder or a manifest, and answers what was taken otherwise than it stands there. */
export async function importInto(
  server: DemoServer,
  dataset_id: string,
  source: { import_path: string; format: string },
) {
  const { owner } = server
  const { import_path, format } = source
  const isManifest = format === 'manifest'
  const { task_id } = await owner.call(
    'ImportTask',
    { dataset_id },
    { import_path, ...(isManifest ? { import_type: 'manifest' as const } : { muster: { format } }) },
  )
  const { status, error_msg } = await until(
    `${import_path} is imported`,
    () => owner.call('DescImportTask', { dataset_id, task_id }),
    (task) => task.status === 'COMPLETED' || task.status === 'FAILED',
  )
  check(`${import_path} is imported${error_msg ? `: ${error_msg}` : ''}`, status === 'COMPLETED')
  return problemsOf(server, dataset_id, task_id)
}

/** Everything that a task found to be otherwise. */
async function problemsOf({ owner }: DemoServer, dataset_id: string, task_id: string) {
  const all = []
  for (let after: string | undefined; ; ) {
    const page = { dataset_id, task_id, limit: 1000, ...(after && { after }) }
    const { problems, cursor } = await owner.call('ListDataTaskProblems', page)
    all.push(...problems)
    if (cursor === undefined) return all
    after = cursor
  }
}

/** Publishes a version; where datasets of the type are split the seed makes it the same split each time. */
export async function publish({ owner }: DemoServer, dataset_id: string, train_evaluate_sample_ratio: string) {
  const { version_id } = await owner.call(
    'CreateDatasetVersion',
    { dataset_id },
    { train_evaluate_sample_ratio, clear_hard_property: false, muster: { seed: 'demo', voc_decimals: true } },
  )
  const version = await until(
    'the version is published',
    () => owner.call('DescribeDatasetVersion', { dataset_id, version_id: version_id! }),
    ({ status }) => status !== VersionStatus.creating,
  )
  check('the version is published', version.status === VersionStatus.normal)
  return { ...version, version_id: version_id! }
}

/** Exports a dataset, or a version of it, to a folder, and answers what it says to lose. */
export async function exportTo(
  server: DemoServer,
  dataset_id: string,
  { path, version_id, ...muster }: { path: string; version_id?: string; format: string; copy_files?: boolean },
) {
  const { owner } = server
  const body = { path, export_params: { clear_hard_property: false }, ...(version_id && { version_id }), muster }
  const { task_id } = await owner.call('ExportTask', { dataset_id }, body)
  const task = await until(
    `${path} is exported`,
    () => owner.call('GetExportTaskStatusOfDataset', { resource_id: dataset_id, task_id: task_id! }),
    ({ status }) => status === 'SUCCESSED' || status === 'FAILED',
  )
  check(`${path} is exported`, task.status === 'SUCCESSED' && task.muster?.failed === 0)
  return problemsOf(server, dataset_id, task_id!)
}
