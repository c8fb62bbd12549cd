import { readLabelSet } from '#adapters/sql/label-sets.ts'
import { countListed } from '#adapters/sql/sample-lists.ts'
import type { DatasetRow } from '#adapters/sql/tables.ts'
import type { PreviewDealReq, PreviewDealResp } from '#contract/ours.ts'
import type { Services } from '#server/services.ts'
import { planTask, readTerms } from './plan-task.ts'
import { UNLABELLED } from './select-samples.ts'
import { refuseUndealable } from './task-people.ts'

/**
 * Who would get how many if a task of the dataset was dealt now, by the rules of `deal`: shares differ by one at most, and
 * chance decides who gets the surplus. Refuses what creating the task would refuse; and a task that nobody labels (E4621).
 */
export async function previewDeal(
  services: Services,
  { dataset, body }: { dataset: DatasetRow; body: PreviewDealReq },
): Promise<PreviewDealResp> {
  const { repetition, search } = readTerms(dataset, body, services.now())
  return services.store.snapshot(async (db) => {
    const { labelers } = (await planTask(db, dataset, { config: body.workforces_config, repetition })).people
    refuseUndealable({ labelers, reviewers: [], managers: [] }, repetition)
    const filter = { states: UNLABELLED, ...(search.conditions.length > 0 && search.tree && { tree: search.tree }) }
    const sample_count = await countListed(db, dataset, { filter, labelSet: await readLabelSet(db, dataset) })
    const share = (sample_count * repetition) / labelers.length
    const members = labelers.map(({ worker_id, email }) => ({
      worker_id,
      email,
      least: Math.floor(share),
      most: Math.ceil(share),
    }))
    return { sample_count, members }
  })
}
