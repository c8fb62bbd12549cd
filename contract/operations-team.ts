import { Type } from 'typebox'
import {
  AcceptSamplesReq,
  CheckWorkforceSamplingTaskResp,
  CreateWorkforceSamplingTaskReq,
  CreateWorkforceSamplingTaskResp,
  UpdateWorkforceSamplingTaskReq,
} from './acceptance.ts'
import { DatasetType, MemberRole } from './codes.ts'
import { BatchReply, Empty, Notice, SampleStateFilter } from './common.ts'
import { ListStatsResp } from './datasets.ts'
import { operationsOf, page, query, sorted } from './operation.ts'
import { DescribeSampleResp, ListSamplesResp, UpdateSamplesReq } from './samples.ts'
import { boolean, code, partial, string } from './schema.ts'
import { CreateWorkerReq, DeleteWorkersReq, ListWorkersResp, UpdateWorkerReq, Worker } from './workers.ts'
import {
  CreateWorkforceTaskReq,
  CreateWorkforceTaskResp,
  DescWorkforceTaskResp,
  GetWorkforceTaskMetricResp,
  ListWorkerTasksResp,
  ListWorkforceTasksResp,
  ResendEmailReq,
  ReviewSamplesReq,
  StartWorkforceTaskReq,
  UpdateWorkforceTaskReq,
} from './workforce-tasks.ts'
import {
  CreateWorkforceReq,
  CreateWorkforceResp,
  ListWorkforcesResp,
  UpdateWorkforceReq,
  Workforce,
} from './workforces.ts'

const tasks = '/v2/{project_id}/datasets/{dataset_id}/workforce-tasks'
const task = '/v2/{project_id}/datasets/{dataset_id}/workforce-tasks/{workforce_task_id}'
const annotations = '/v2/{project_id}/datasets/{dataset_id}/workforce-tasks/{workforce_task_id}/data-annotations'
const acceptance = '/v2/{project_id}/datasets/{dataset_id}/workforce-tasks/{workforce_task_id}/acceptance'
const workforces = '/v2/{project_id}/workforces'
const workforce = '/v2/{project_id}/workforces/{workforce_id}'

const locale = string('en-us (default) or zh-cn: language of messages.')
const search_content = Type.String({ default: '', description: 'Part of the name.' })

const ofTasks = operationsOf('team tasks')
const ofAcceptance = operationsOf('acceptance')
const ofTeams = operationsOf('teams')
const ofMembers = operationsOf('members')

/** Team tasks, their acceptance, teams and members. */
export const teamOperations = {
  ListWorkforceTaskSamples: ofTasks('GET', `${annotations}/samples`, {
    summary: 'Page through samples of a team task.',
    query: query(page(10, 100), {
      email: string('Entries of that member; ours, the page does not list it.'),
      label_name: string(),
      label_type: code(DatasetType),
      locale,
      process_parameter: string('How images are shown, as image/resize,m_lfit,h_200.'),
      sample_state: SampleStateFilter,
      search_conditions: string('JSON text of search conditions; all must hold.'),
      worker_id: string('Entries of that member; the page does not list it, an old console sends it.'),
    }),
    replies: { 200: ListSamplesResp },
  }),
  DescribeWorkforceTaskSample: ofTasks('GET', `${annotations}/samples/{sample_id}`, {
    summary: 'Read one sample of a team task.',
    query: query({}, { locale, sample_state: SampleStateFilter, worker_id: string() }),
    replies: { 200: DescribeSampleResp },
  }),
  ListWorkforceTasks: ofTasks('GET', tasks, {
    summary: 'List team tasks of a dataset.',
    query: query(page(1000, 1000), {}),
    replies: { 200: ListWorkforceTasksResp },
  }),
  CreateWorkforceTask: ofTasks('POST', tasks, {
    summary: 'Create a team task.',
    body: CreateWorkforceTaskReq,
    replies: { 200: CreateWorkforceTaskResp },
  }),
  DescWorkforceTask: ofTasks('GET', task, {
    summary: 'Read one team task.',
    query: query(
      {
        label_stats: boolean('label counts are returned', { default: false }),
        sample_stats: boolean('sample counts are returned', { default: false }),
        workforce_stats: boolean('personnel counts are returned', { default: false }),
      },
      {},
    ),
    replies: { 200: DescWorkforceTaskResp },
  }),
  StartWorkforceTask: ofTasks('POST', task, {
    summary: 'Start a created team task.',
    body: StartWorkforceTaskReq,
    replies: { 200: Empty },
  }),
  UpdateWorkforceTask: ofTasks('PUT', task, {
    summary: 'Change a team task.',
    body: UpdateWorkforceTaskReq,
    replies: { 200: Empty },
  }),
  DeleteWorkforceTask: ofTasks('DELETE', task, {
    summary: 'Delete a team task.',
    replies: { 204: null },
  }),
  ListWorkforceTaskStats: ofTasks('GET', `${annotations}/stats`, {
    summary: 'Label and sample counts of a team task.',
    query: query({}, { sample_state: SampleStateFilter }),
    replies: { 200: ListStatsResp },
  }),
  GetWorkforceTaskMetrics: ofTasks('GET', `${task}/metrics`, {
    summary: 'Progress of a team task by member.',
    replies: { 200: GetWorkforceTaskMetricResp },
  }),
  ListWorkerTasks: ofTasks('GET', `${workforces}/worker-tasks`, {
    summary: 'Team tasks of the caller.',
    query: query({ ...page(10, 100), ...sorted('create_time', 'workforce_task_name'), search_content }, {}),
    replies: { 200: ListWorkerTasksResp },
  }),
  ReviewSamples: ofTasks('POST', `${annotations}/review`, {
    summary: 'A reviewer passes or rejects labelled samples.',
    body: ReviewSamplesReq,
    replies: { 200: Notice },
  }),
  UpdateWorkforceTaskSamples: ofTasks('PUT', `${annotations}/samples`, {
    summary: 'A member sets labels of samples of a team task.',
    body: UpdateSamplesReq,
    replies: { 200: BatchReply },
  }),
  SendEmails: ofTasks('POST', `${task}/notify`, {
    summary: 'Mail members about a task.',
    body: ResendEmailReq,
    replies: { 200: BatchReply },
  }),

  StartWorkforceSamplingTask: ofAcceptance('POST', acceptance, {
    summary: 'Draw a sample and open acceptance.',
    body: CreateWorkforceSamplingTaskReq,
    replies: { 200: CreateWorkforceSamplingTaskResp },
  }),
  GetWorkforceSamplingTask: ofAcceptance('GET', `${acceptance}/report`, {
    summary: 'Report of an acceptance.',
    query: query({}, { checking_task_id: string() }),
    replies: { 200: CheckWorkforceSamplingTaskResp },
  }),
  UpdateWorkforceSamplingTask: ofAcceptance('PUT', `${acceptance}/status`, {
    summary: 'Close acceptance: pass, reject, cancel; or show conflicts.',
    query: query({}, { locale }),
    body: UpdateWorkforceSamplingTaskReq,
    replies: { 200: partial(ListSamplesResp.properties) },
  }),
  AcceptSamples: ofAcceptance('POST', `${acceptance}/batch-comment`, {
    summary: 'The owner passes or rejects single drawn samples.',
    body: AcceptSamplesReq,
    replies: { 200: Empty },
  }),

  ListWorkforces: ofTeams('GET', workforces, {
    summary: 'List labelling teams.',
    query: query(
      { ...page(10, 100), ...sorted('create_time', 'workforce_name'), search_content },
      { workforce_task_id: string('Teams of that task only.') },
    ),
    replies: { 200: ListWorkforcesResp },
  }),
  CreateWorkforce: ofTeams('POST', workforces, {
    summary: 'Create a team.',
    body: CreateWorkforceReq,
    replies: { 201: CreateWorkforceResp },
  }),
  DescWorkforce: ofTeams('GET', workforce, {
    summary: 'Read one team.',
    replies: { 200: Workforce },
  }),
  UpdateWorkforce: ofTeams('PUT', workforce, {
    summary: 'Rename or describe a team.',
    body: UpdateWorkforceReq,
    replies: { 200: Empty },
  }),
  DeleteWorkforce: ofTeams('DELETE', workforce, {
    summary: 'Delete a team.',
    replies: { 204: null },
  }),

  ListAllWorkers: ofMembers('GET', `${workforces}/workers`, {
    summary: 'List members of all teams that have one role.',
    query: query(
      {
        ...page(10, 100),
        ...sorted('create_time', 'email'),
        role: code(MemberRole, { default: MemberRole.labeler }),
      },
      {},
    ),
    replies: { 200: ListWorkersResp },
  }),
  ListWorkers: ofMembers('GET', `${workforce}/workers`, {
    summary: 'List members of one team.',
    query: query({ ...page(10, 100), ...sorted('create_time', 'email') }, {}),
    replies: { 200: ListWorkersResp },
  }),
  CreateWorker: ofMembers('POST', `${workforce}/workers`, {
    summary: 'Add a member by mail address.',
    body: CreateWorkerReq,
    replies: { 201: Empty },
  }),
  BatchDeleteWorkers: ofMembers('POST', `${workforce}/workers/batch-delete`, {
    summary: 'Remove members in bulk.',
    body: DeleteWorkersReq,
    replies: { 200: BatchReply },
  }),
  DescWorker: ofMembers('GET', `${workforce}/workers/{worker_id}`, {
    summary: 'Read one member.',
    replies: { 200: Worker },
  }),
  UpdateWorker: ofMembers('PUT', `${workforce}/workers/{worker_id}`, {
    summary: 'Change role or description of a member.',
    body: UpdateWorkerReq,
    replies: { 200: Empty },
  }),
  DeleteWorker: ofMembers('DELETE', `${workforce}/workers/{worker_id}`, {
    summary: 'Remove one member.',
    replies: { 204: null },
  }),
} as const
