import type { OperationId } from '#contract/operations.ts'
import type { Handlers } from '#server/handler.ts'
import * as acceptance from './acceptance.ts'
import * as datasets from './datasets.ts'
import * as entryLabels from './entry-labels.ts'
import * as labels from './labels.ts'
import * as sampleLabels from './sample-labels.ts'
import * as workforceTasks from './workforce-tasks.ts'

/** Operations without a handler are not built: they answer 501 (docs/operations.md counts them). */
export const handlers: Handlers = {
  CreateDataset: datasets.createDataset,
  DescDataset: datasets.descDataset,

  UpdateSamples: sampleLabels.updateSamples,

  ListLabels: labels.listLabels,
  CreateLabels: labels.createLabels,
  UpdateLabels: labels.updateLabels,
  DeleteLabels: labels.deleteLabels,
  UpdateLabel: labels.updateLabel,
  DeleteLabelAndSamples: labels.deleteLabelAndSamples,

  ListWorkforceTasks: workforceTasks.listWorkforceTasks,
  CreateWorkforceTask: workforceTasks.createWorkforceTask,
  DescWorkforceTask: workforceTasks.descWorkforceTask,
  StartWorkforceTask: workforceTasks.startWorkforceTask,
  GetWorkforceTaskMetrics: workforceTasks.getWorkforceTaskMetrics,
  UpdateWorkforceTaskSamples: entryLabels.updateWorkforceTaskSamples,
  ReviewSamples: entryLabels.reviewSamples,

  StartWorkforceSamplingTask: acceptance.startWorkforceSamplingTask,
  GetWorkforceSamplingTask: acceptance.getWorkforceSamplingTask,
  UpdateWorkforceSamplingTask: acceptance.updateWorkforceSamplingTask,
  AcceptSamples: acceptance.acceptSamples,
}

export const builtOperations = Object.keys(handlers) as OperationId[]
