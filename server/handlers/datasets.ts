import { describeTasks } from '#adapters/sql/dataset-tasks.ts'
import { readDefinitions } from '#adapters/sql/label-sets.ts'
import { countSamples } from '#adapters/sql/sample-counts.ts'
import type { CreateDatasetResp, DescDatasetResp } from '#contract/datasets.ts'
import { type Call, datasetOf } from '#server/handler.ts'
import { createDataset as makeDataset } from '#server/usecases/create-dataset.ts'
import { viewDataset, viewDatasetForMember } from '#server/views/dataset-view.ts'

export function createDataset({ services, actor, body }: Call<'CreateDataset'>): Promise<CreateDatasetResp> {
  return makeDataset(services, actor, body)
}

/** `check_running_task` and `running_task_type` ask for jobs of later issues: there are none, and the answer says so. */
export async function descDataset({ services, scope }: Call<'DescDataset'>): Promise<DescDatasetResp> {
  const { db } = services.store
  const dataset = datasetOf(scope)
  const labels = await readDefinitions(db, dataset.dataset_id)
  if (scope.own) return viewDatasetForMember({ dataset, labels })
  const ids = [dataset.dataset_id]
  const counts = (await countSamples(db, ids)).get(dataset.dataset_id)!
  const tasks = (await describeTasks(db, ids)).get(dataset.dataset_id)!
  return viewDataset({ dataset, counts, tasks, labels })
}
