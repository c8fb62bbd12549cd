import { SegmentedControl } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { EntryFilter } from '#web/search.ts'
import type { TaskNames } from './queue.ts'

/** The same list one by one, or many texts at once; the entry in focus stays the same. */
export function ViewSwitch({
  names,
  view,
  search,
}: {
  names: TaskNames
  view: 'one' | 'cards'
  /** What the address of the other view carries. */
  search: EntryFilter
}) {
  const { t } = useTranslation('cards')
  const navigate = useNavigate()
  const go = (to: string) =>
    void (to === 'cards'
      ? navigate({ to: '/work/$dataset_id/$workforce_task_id/label/cards', params: names, search })
      : navigate({ to: '/work/$dataset_id/$workforce_task_id/$mode', params: { ...names, mode: 'label' }, search }))
  return (
    <SegmentedControl
      fullWidth
      size="xs"
      mt={6}
      aria-label={t('view')}
      value={view}
      data={[
        { value: 'one', label: t('one') },
        { value: 'cards', label: t('cards') },
      ]}
      onChange={go}
    />
  )
}
