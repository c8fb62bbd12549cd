import type { DatasetTasks } from '#adapters/sql/dataset-tasks.ts'
import type { SampleCounts } from '#adapters/sql/sample-counts.ts'
import type { DatasetRow, SampleRow } from '#adapters/sql/tables.ts'
import type { DatasetVersions } from '#adapters/sql/versions.ts'
import { DatasetFormat, type DatasetStatus, DatasetType, type WorkPathType } from '#contract/codes.ts'
import type { AnnotationFile, DescDatasetResp } from '#contract/datasets.ts'
import type { Label } from '#contract/labels.ts'
import type { LabelDefinition } from '#core/labels/label-set.ts'
import { sourceOf } from '#server/files/source.ts'
import type { ViewServices } from './sample-view.ts'
import { viewVersion } from './version-view.ts'

/** What a view of a dataset is made of. */
export type DatasetParts = {
  dataset: DatasetRow
  counts: SampleCounts
  tasks: DatasetTasks
  versions: DatasetVersions
  /** Left out where the caller did not ask for them. */
  labels?: readonly LabelDefinition[] | undefined
}

/** A dataset as its owner sees it. */
export function viewDataset({ dataset, counts, tasks, versions, labels }: DatasetParts): DescDatasetResp {
  const { inner_work_path } = dataset
  return {
    dataset_id: dataset.dataset_id,
    dataset_name: dataset.dataset_name,
    dataset_type: dataset.dataset_type as DatasetType,
    dataset_format: dataset.dataset_type === DatasetType.table ? DatasetFormat.table : DatasetFormat.files,
    data_format: dataset.data_format,
    status: dataset.status as DatasetStatus,
    description: dataset.description,
    data_sources: JSON.parse(dataset.data_sources),
    schema: JSON.parse(dataset.schema),
    ...(labels && { labels: labels.map(viewLabel) }),
    create_time: dataset.create_time,
    update_time: dataset.update_time,
    data_update_time: dataset.data_update_time,
    ...viewVersions(dataset, versions),
    total_sample_count: counts.total,
    annotated_sample_count: counts.labelled,
    unconfirmed_sample_count: counts.predicted,
    deleted_sample_count: dataset.deleted_sample_count,
    total_sub_sample_count: counts.parts,
    annotated_sub_sample_count: counts.labelledParts,
    work_path: dataset.work_path,
    work_path_type: dataset.work_path_type as WorkPathType,
    inner_work_path,
    inner_annotation_path: `${inner_work_path}annotation/`,
    inner_data_path: `${inner_work_path}data/`,
    inner_log_path: `${inner_work_path}logs/`,
    inner_temp_path: `${inner_work_path}temp/`,
    inner_task_path: `${inner_work_path}task/`,
    workspace_id: dataset.workspace_id,
    enterprise_project_id: '0',
    exist_running_task: false,
    running_tasks_id: [],
    exist_workforce_task: tasks.count > 0,
    workforce_task_count: tasks.count,
    ...(tasks.descriptor && { workforce_descriptor: tasks.descriptor }),
    // The labelling inside the dataset is one, each team task another.
    label_task_count: 1 + tasks.count,
    feature_supports: ['0'],
    managed: dataset.managed === 1,
    import_data: dataset.import_data === 1,
    ...(dataset.import_task_id !== null && { import_task_id: dataset.import_task_id }),
    content_labeling: dataset.content_labeling === 1,
    muster: {
      text_offset_unit: dataset.text_offset_unit as 'code_point' | 'utf16',
      text_overlaps: dataset.text_overlaps === 1,
      ...(dataset.error_code !== null && { error_code: dataset.error_code }),
      ...(dataset.error_msg !== null && { error_msg: dataset.error_msg }),
    },
  }
}

/** `versions` holds the current one alone, as the page says. */
function viewVersions(
  dataset: DatasetRow,
  { ever, seen, current }: DatasetVersions,
): Pick<DescDatasetResp, 'next_version_num' | 'dataset_version_count' | 'versions'> {
  return {
    next_version_num: ever + 1,
    dataset_version_count: seen,
    versions: current ? [viewVersion(dataset, current)] : [],
    ...(current && { current_version_id: current.version_id, current_version_name: current.version_name }),
  }
}

/** What a member may know of a dataset he labels: what it is and how it is labelled, no paths and no figures (D1). */
export function viewDatasetForMember({ dataset, labels }: Pick<DatasetParts, 'dataset' | 'labels'>): DescDatasetResp {
  return {
    dataset_id: dataset.dataset_id,
    dataset_name: dataset.dataset_name,
    dataset_type: dataset.dataset_type as DatasetType,
    ...(labels && { labels: labels.map(viewLabel) }),
    muster: { text_overlaps: dataset.text_overlaps === 1 },
  }
}

export function viewLabel({ name, type, attributes, property }: LabelDefinition): Label {
  return { name, type: type as NonNullable<Label['type']>, attributes, property }
}

/** A file of a dataset in its preview: where it can be seen, and what it is. */
export function viewPreviewFile(services: ViewServices, sample: SampleRow): AnnotationFile {
  const { dataset_id, sample_id, sample_name, sample_size, create_time, width, height, depth } = sample
  return {
    url: sourceOf(services, dataset_id, sample_id),
    create_time,
    dataset_id,
    file_id: sample_id,
    file_Name: sample_name,
    size: sample_size,
    ...(width !== null && height !== null && { width, height, depth: depth ?? 3 }),
  }
}
