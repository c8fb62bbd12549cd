import type { CallId, OperationId } from '#contract/operations.ts'
import type { Caller } from '#tests/caller.ts'
import { blackPng } from '#tests/fixtures/png.ts'
import { legalDataCalls } from './legal-data-calls.ts'
import { legalExtensionCalls } from './legal-extension-calls.ts'
import { fullLabel, fullMetadata, openAcceptance, teamOf, type World } from './world.ts'

/** A call that succeeds in a fresh world, with everything in it that it takes. */
export type LegalCall = {
  /** Who makes it; the owner if nobody is named. */
  by?: (world: World) => Caller
  /** What the path names beside dataset, task and team. */
  names?: (world: World) => Record<string, string>
  query?: Record<string, string>
  body?: (world: World) => Record<string, unknown>
  /** What has to happen before. */
  prepare?: (world: World) => Promise<unknown>
}

const attributes = [{ name: 'age', type: 'select', default_value: 'old', values: [{ value: 'old' }, { value: 'new' }] }]
const paging = { offset: '0', limit: '10' }
const sorting = { sort_by: 'create_time', order: 'desc' }
const search = { search_content: '' }
const sampleFilters = {
  label_name: 'car',
  label_type: '1',
  locale: 'en-us',
  process_parameter: 'image/resize,m_lfit,h_200',
  search_conditions: '[{"hard":"1"}]',
}
const ofSample = (world: World) => ({ sample_id: world.mine[0]! })
const ofIdler = ({ idler }: World) => ({ worker_id: idler.worker_id })
const ofCar = () => ({ label_name: 'car' })

const anUpload = {
  name: 'new.png',
  data: blackPng(100, 80).toString('base64'),
  encoding: 'UTF-8',
  sample_type: 0,
  labels: [fullLabel],
  metadata: fullMetadata,
}

const aDatasetBody = ({ dataset: { bucket }, team }: World) => ({
  workspace_id: '0',
  dataset_name: 'made-by-a-test',
  dataset_type: 1,
  data_sources: [
    {
      data_type: 0,
      data_path: `/${bucket}/in/`,
      schema_maps: [{ src_name: 'a', dest_name: 'b' }],
      source_info: { user_name: 'nobody' },
      with_column_header: true,
    },
  ],
  data_format: 'Default',
  description: 'what it holds',
  work_path: `/${bucket}/work/`,
  work_path_type: 0,
  import_annotations: false,
  import_data: false,
  managed: false,
  label_format: { label_type: '1', text_label_separator: ',', text_sample_separator: ';' },
  labels: [{ name: 'tree', type: 1, property: { '@modelarts:color': '#3399ff' }, attributes }],
  schema: [{ schema_id: 1, name: 'a', type: 'STRING' }],
  workforce_information: { task_name: 'the-first', workforces_config: { workforces: [teamOf(team)] } },
  muster: { text_offset_unit: 'code_point', content_labeling: true, text_overlaps: true, source_later: false },
})

const aTaskBody = ({ team }: World) => ({
  task_name: 'made-by-a-test',
  auto_sync_dataset: true,
  data_sync_type: 0,
  repetition: 1,
  sample_conditions: '[{"hard":"0"}]',
  synchronize_auto_labeling_data: false,
  synchronize_data: false,
  workforces_config: { workforces: [teamOf(team)] },
})

const changes = [{ name: 'car', type: 1, property: { '@modelarts:color': '#123456' }, attributes }]

export const legalCalls: Partial<Record<OperationId, LegalCall>> = {
  ListDatasets: {
    query: { ...paging, ...sorting, ...search, dataset_type: '1', file_preview: 'true', with_labels: 'true' },
  },
  CreateDataset: { body: aDatasetBody },
  DescDataset: { query: { check_running_task: 'true', running_task_type: '0' } },
  UpdateDataset: {
    body: () => ({
      dataset_name: 'renamed',
      description: 'anew',
      add_labels: [{ name: 'tree', type: 1, property: { '@modelarts:color': '#3399ff' }, attributes }],
      update_labels: changes,
      delete_labels: [{ name: 'person', type: 1 }],
      muster: { text_offset_unit: 'utf16', content_labeling: true, text_overlaps: false },
    }),
  },
  DeleteDataset: {
    prepare: (world) => world.owner.call('DeleteWorkforceTask', world),
  },
  GetDatasetStats: { query: { locale: 'en-us', sample_state: '__ALL__' } },
  GetDatasetMetrics: { query: { start_time: '0', end_time: '9999999999999' } },

  ListSamples: {
    query: { ...paging, ...sampleFilters, order: 'desc', low_score: '0', high_score: '1', sample_state: '__NONE__' },
  },
  UploadSamplesJson: {
    body: () => ({
      final_annotation: true,
      label_format: { label_type: '1', text_label_separator: ',', text_sample_separator: ';' },
      samples: [anUpload],
      muster: { lines: true },
    }),
  },
  DeleteSamples: { body: ({ mine }) => ({ samples: [mine[2]], delete_source: false }) },
  DescribeSample: { names: ofSample, query: { locale: 'en-us', sample_state: '' } },
  ListSearch: {},
  UpdateSamples: {
    body: ({ mine, labeler }) => ({
      email: labeler.email,
      samples: [
        {
          sample_id: mine[2],
          sample_type: 0,
          sample_usage: 'TRAIN',
          source: 'anything',
          worker_id: labeler.worker_id,
          labels: [fullLabel],
          metadata: fullMetadata,
          muster: { revision: 0 },
        },
      ],
    }),
  },

  ListLabels: { query: paging },
  CreateLabels: {
    body: () => ({ labels: [{ name: 'tree', type: 1, property: { '@modelarts:color': '#3399ff' }, attributes }] }),
  },
  UpdateLabels: { body: () => ({ labels: changes }) },
  DeleteLabels: { query: { delete_policy: '0' }, body: () => ({ labels: [{ name: 'person', type: 1 }] }) },
  UpdateLabel: {
    names: ofCar,
    query: { label_type: '1' },
    body: () => ({ '@modelarts:color': '#93c47d', '@modelarts:shortcut': 'X', '@modelarts:default_shape': 'polygon' }),
  },
  DeleteLabelAndSamples: {
    names: () => ({ label_name: 'person' }),
    query: { label_type: '1', delete_source: 'false' },
  },

  ListWorkforceTaskSamples: { query: { ...paging, ...sampleFilters, sample_state: '__UNCHECK__' } },
  DescribeWorkforceTaskSample: { names: ofSample, query: { locale: 'en-us', sample_state: '' } },
  ListWorkforceTasks: { query: paging },
  CreateWorkforceTask: { body: aTaskBody },
  DescWorkforceTask: { query: { label_stats: 'true', sample_stats: 'true', workforce_stats: 'true' } },
  StartWorkforceTask: {
    prepare: async (world) => {
      const { task_id } = await world.owner.call('CreateWorkforceTask', world, { task_name: 'resting' })
      world.workforce_task_id = task_id
    },
    body: ({ dataset_id, workforce_task_id, team }) => ({
      dataset_id,
      task_id: workforce_task_id,
      workforces_config: { workforces: [teamOf(team)] },
    }),
  },
  UpdateWorkforceTask: {
    body: ({ dataset_id, workforce_task_id, team, idler }) => ({
      dataset_id,
      task_id: workforce_task_id,
      description: 'anew',
      task_name: 'renamed',
      workforces_config: { workforces: [teamOf({ ...team, labelers: [...team.labelers, idler] })] },
    }),
  },
  DeleteWorkforceTask: {},
  ListWorkforceTaskStats: { query: { sample_state: '__unreviewed__' } },
  GetWorkforceTaskMetrics: {},
  ListWorkerTasks: { by: ({ labeler }) => labeler, query: { ...paging, ...sorting, ...search } },
  ReviewSamples: {
    by: ({ reviewer }) => reviewer,
    body: ({ mine, labeler }) => ({
      comments: [{ sample_id: mine[1], worker_id: labeler.worker_id, accept: true, score: 'A', comment: 'well done' }],
    }),
  },
  UpdateWorkforceTaskSamples: {
    by: ({ labeler }) => labeler,
    body: ({ mine, labeler }) => ({
      email: labeler.email,
      samples: [
        {
          sample_id: mine[2],
          sample_type: 0,
          sample_usage: 'TRAIN',
          source: 'anything',
          worker_id: labeler.worker_id,
          labels: [fullLabel],
          metadata: fullMetadata,
          muster: { revision: 0 },
        },
      ],
    }),
  },
  SendEmails: { body: ({ labeler }) => ({ emails: [labeler.email] }) },

  StartWorkforceSamplingTask: { body: () => ({ sampling_num: 1 }) },
  GetWorkforceSamplingTask: { prepare: openAcceptance },
  UpdateWorkforceSamplingTask: {
    prepare: openAcceptance,
    query: { locale: 'zh-cn' },
    body: ({ mine, labeler }) => ({
      action: 0,
      overwrite_last_result: false,
      muster: { choices: [{ sample_id: mine[0], worker_id: labeler.worker_id }] },
    }),
  },
  AcceptSamples: {
    prepare: openAcceptance,
    body: ({ mine, labeler }) => ({
      comments: [{ sample_id: mine[0], worker_id: labeler.worker_id, accept: false, score: 'B', comment: 'too wide' }],
    }),
  },

  ListWorkforces: { query: { ...paging, ...sorting, ...search } },
  CreateWorkforce: { body: () => ({ workforce_name: 'made-by-a-test', description: 'who they are' }) },
  DescWorkforce: {},
  UpdateWorkforce: { body: () => ({ workforce_name: 'renamed', description: 'anew' }) },
  DeleteWorkforce: { prepare: (world) => world.owner.call('DeleteWorkforceTask', world) },

  ListAllWorkers: { query: { ...paging, ...sorting, role: '0' } },
  ListWorkers: { query: { ...paging, ...sorting } },
  CreateWorker: { body: () => ({ emails: 'new@example.com', role: 0, description: 'who it is' }) },
  BatchDeleteWorkers: { body: ({ idler }) => ({ workers: [idler.worker_id] }) },
  DescWorker: { names: ofIdler },
  UpdateWorker: { names: ofIdler, body: () => ({ role: 1, description: 'anew' }) },
  DeleteWorker: { names: ofIdler },

  ...legalDataCalls,
}

/** Who makes a legal call and what he sends, in a world where it can be made. */
export async function makeReady(world: World, id: CallId) {
  await legalCallOf(id).prepare?.(world)
  return describeCall(world, id)
}

const legalCallOf = (id: CallId): LegalCall => ({ ...legalCalls, ...legalExtensionCalls })[id]!

/** The same without making the world ready for it. */
export function describeCall(world: World, id: CallId) {
  const { by = () => world.owner, names, query = {}, body } = legalCallOf(id)
  const { dataset_id, workforce_task_id, workforce_id } = world
  const caller = by(world)
  return {
    caller,
    names: { project_id: caller.projectId, dataset_id, workforce_task_id, workforce_id, ...names?.(world) },
    query,
    body: body?.(world),
  }
}
