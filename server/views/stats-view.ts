import type { LabelUse, Marks } from '#adapters/sql/figures.ts'
import type { ListStatsResp } from '#contract/datasets.ts'
import type { LabelStats } from '#contract/labels.ts'
import type { LabelSet } from '#core/labels/label-set.ts'
import { viewLabel } from './dataset-view.ts'
import { hardDetail } from './sample-view.ts'

/** Every label of the set, also those that are not used; `count` is the number of instances (behaviour 6.2). */
export function viewLabelUses(
  labelSet: LabelSet,
  uses: ReadonlyMap<number, LabelUse>,
): Required<Pick<ListStatsResp, 'label_stats' | 'grouped_label_stats'>> {
  const label_stats = labelSet.definitions.map((definition): LabelStats => {
    const { samples = 0, instances = 0 } = uses.get(definition.label_key) ?? {}
    return { ...viewLabel(definition), count: instances, sample_count: samples }
  })
  const grouped = Map.groupBy(label_stats, ({ type }) => String(type))
  return { label_stats, grouped_label_stats: Object.fromEntries(grouped) }
}

/** Hard samples among all of them. */
export function viewKeySamples(total: number, hard: number): NonNullable<ListStatsResp['key_sample_stats']> {
  return { total, key_sample: hard, non_key_sample: total - hard }
}

/** How often each hard reason and each value of the metadata occurs. */
export function viewMarks({
  reasons,
  metadata,
}: Marks): Required<Pick<ListStatsResp, 'hard_detail_stats' | 'metadata_stats'>> {
  const details = [...reasons].sort(([a], [b]) => a - b)
  return {
    hard_detail_stats: Object.fromEntries(details.map(([id, key]) => [id, { key, value: hardDetail(id) }])),
    metadata_stats: Object.fromEntries([...metadata].map(([key, values]) => [key, Object.fromEntries(values)])),
  }
}
