import { CALL_IDS, type CallId } from '#contract/operations.ts'

/**
 * The matrix of behaviour 1. `all`: whatever the path names; `own`: rows that belong to the caller; `agency`: only the
 * manager to whom the task was handed; `no`: refused.
 */
export type Grant = 'all' | 'own' | 'agency' | 'no'
/** By the number of the role on the wire: labeler 0, reviewer 1, manager 2, owner 3. */
export type Rule = readonly [labeler: Grant, reviewer: Grant, manager: Grant, owner: Grant]

const ownerOnly: Rule = ['no', 'no', 'no', 'all']
const everybody: Rule = ['all', 'all', 'all', 'all']
const ownRowsOfMembers: Rule = ['own', 'own', 'all', 'all']
const managerOfTheTeam: Rule = ['no', 'no', 'own', 'all']
const managerOfTheTask: Rule = ['no', 'no', 'agency', 'all']

const exceptions: Partial<Record<CallId, Rule>> = {
  ListDatasets: ['own', 'own', 'own', 'all'],
  DescDataset: ['own', 'own', 'own', 'all'],
  ListLabels: everybody,

  ListWorkforces: managerOfTheTeam,
  DescWorkforce: managerOfTheTeam,
  ListAllWorkers: managerOfTheTeam,
  ListWorkers: managerOfTheTeam,
  DescWorker: managerOfTheTeam,
  CreateWorker: managerOfTheTeam,
  UpdateWorker: managerOfTheTeam,
  DeleteWorker: managerOfTheTeam,
  BatchDeleteWorkers: managerOfTheTeam,

  ListWorkforceTasks: ['no', 'no', 'own', 'all'],
  DescWorkforceTask: ownRowsOfMembers,
  StartWorkforceTask: managerOfTheTask,
  UpdateWorkforceTask: managerOfTheTask,
  SendEmails: ['no', 'no', 'all', 'all'],
  ListWorkforceTaskSamples: ['own', 'all', 'all', 'all'],
  DescribeWorkforceTaskSample: ['own', 'all', 'all', 'all'],
  UpdateWorkforceTaskSamples: ['own', 'no', 'no', 'all'],
  ReviewSamples: ['no', 'all', 'no', 'all'],
  GetWorkforceSamplingTask: ['no', 'no', 'all', 'all'],
  ListWorkforceTaskStats: ownRowsOfMembers,
  GetWorkforceTaskMetrics: ownRowsOfMembers,
  ListWorkerTasks: ['own', 'own', 'own', 'own'],

  GetEntryDraft: ['own', 'no', 'no', 'all'],
  SaveEntryDraft: ['own', 'no', 'no', 'all'],
  DeleteEntryDraft: ['own', 'no', 'no', 'all'],
  ListEntryHistory: ['own', 'all', 'all', 'all'],
  ListEntryComments: ['own', 'all', 'all', 'all'],
  AddEntryComment: ['own', 'all', 'all', 'all'],
  ResolveEntryComment: ['own', 'all', 'all', 'all'],
  SetPresence: ['own', 'all', 'no', 'all'],
  ListEntries: ['own', 'all', 'all', 'all'],
  GetGuideline: everybody,
  SetGuideline: managerOfTheTask,
}

/** What each role may do; a call that is not named above is the owner's alone. */
export const permissions = Object.fromEntries(CALL_IDS.map((id) => [id, exceptions[id] ?? ownerOnly])) as Readonly<
  Record<CallId, Rule>
>
