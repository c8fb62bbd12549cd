import { Select } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { DescWorkforceTaskResp } from '#contract/workforce-tasks.ts'
import { FILTERS_OF, type FilterName, type Mode } from './modes.ts'

type Stats = NonNullable<DescWorkforceTaskResp['sample_stats']>

/** How many entries a list has, where the counters of the task say so. */
const counted: Partial<Record<FilterName, (stats: Stats) => number>> = {
  todo: (stats) =>
    (stats.unannotated_sample_count ?? 0) +
    (stats.auto_annotation_sample_count ?? 0) +
    (stats.rejected_sample_count ?? 0),
  rejected: (stats) => stats.rejected_sample_count ?? 0,
  unreviewed: (stats) => stats.unreviewed_sample_count ?? 0,
  uncheck: (stats) => stats.uncheck_sample_count ?? 0,
  accepted: (stats) => stats.accepted_sample_count ?? 0,
  all: (stats) => stats.total_sample_count ?? 0,
  sampled: (stats) => stats.sampled_sample_count ?? 0,
}

/** The same of lists that are worked through until they are empty. */
export const TO_EMPTY: typeof counted = {
  todo: counted.todo!,
  rejected: counted.rejected!,
  unreviewed: counted.unreviewed!,
}

/** Which list is worked through, each with the number of its entries. */
export function FilterSelect({
  mode,
  filter,
  stats,
  onFilter,
}: {
  mode: Mode
  filter: FilterName
  stats: Stats | undefined
  onFilter: (filter: FilterName) => void
}) {
  const { t, i18n } = useTranslation('workbench')
  const label = (name: FilterName) => {
    const count = stats && counted[name]?.(stats)
    return count === undefined
      ? t(`filters.${name}`)
      : `${t(`filters.${name}`)} (${new Intl.NumberFormat(i18n.language).format(count)})`
  }
  return (
    <Select
      aria-label={t('filter')}
      size="xs"
      allowDeselect={false}
      value={filter}
      data={FILTERS_OF[mode].map((name) => ({ value: name, label: label(name) }))}
      onChange={(value) => value && onFilter(value as FilterName)}
      comboboxProps={{ width: 220, position: 'bottom-start' }}
    />
  )
}
