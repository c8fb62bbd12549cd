import { Center, Group } from '@mantine/core'
import { IconLayoutGrid } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useCallback, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { DatasetType } from '#contract/codes.ts'
import type { DescribeSampleResp } from '#contract/samples.ts'
import { Fault } from '#web/components/Fault.tsx'
import { Loading } from '#web/components/Loading.tsx'
import { IconLink } from '#web/components/links.tsx'
import { Nothing } from '#web/components/Nothing.tsx'
import { useCall } from '#web/data/calls.ts'
import { useLiveUpdates } from '#web/data/live.ts'
import { useSession } from '#web/data/session.tsx'
import { KeysRegion } from '#web/keys/KeysRegion.tsx'
import type { EntryFilter } from '#web/search.ts'
import { EntryWorkbench } from './EntryWorkbench.tsx'
import { workplaceOf } from './editors.ts'
import { FilterSelect, TO_EMPTY } from './FilterSelect.tsx'
import { FILTERS, type Mode, readFilter } from './modes.ts'
import { NothingLeft } from './NothingLeft.tsx'
import { type TaskNames, useQueue } from './queue.ts'
import { statsFor } from './stats-for.ts'
import { useKeyLabels } from './useKeyLabels.ts'
import { useReadOn } from './useReadOn.ts'
import { ViewSwitch } from './ViewSwitch.tsx'

/** Goes through the entries of a team task, one by one. */
export function TaskWorkbench({ names, mode, search }: { names: TaskNames; mode: Mode; search: EntryFilter }) {
  const { t } = useTranslation(['workbench', 'review'])
  useLiveUpdates()
  const { role, worker_id } = useSession()
  const navigate = useNavigate()
  const queries = useQueryClient()
  const dataset = useCall('DescDataset', { dataset_id: names.dataset_id })
  const task = useCall('DescWorkforceTask', { ...names, sample_stats: true })
  const labels = useCall('ListLabels', { dataset_id: names.dataset_id })
  const filter = readFilter(mode, search.state)
  const queue = useQueue(names, { states: FILTERS[filter] })
  const { entries, hasNextPage, fetchNextPage, patch } = queue

  const fetchMore = useCallback(() => void fetchNextPage(), [fetchNextPage])

  const chosen = entries.findIndex(
    (entry) => entry.sample_id === search.sample_id && (!search.worker_id || entry.worker_id === search.worker_id),
  )
  // An address from elsewhere may name an entry that is not in the list (yet).
  const index = chosen >= 0 ? chosen : search.sample_id ? -1 : 0
  const [finished, setFinished] = useState(false)

  const goTo = useCallback(
    (next: Partial<EntryFilter>) =>
      void navigate({
        to: '/work/$dataset_id/$workforce_task_id/$mode',
        params: { ...names, mode },
        search: { ...(search.state && { state: search.state }), ...next },
        replace: true,
      }),
    [navigate, names, mode, search.state],
  )
  const open = useCallback(
    ({ sample_id, worker_id }: DescribeSampleResp) => {
      setFinished(false)
      goTo({ sample_id: sample_id!, worker_id: worker_id! })
    },
    [goTo],
  )
  const step = useCallback(
    (by: number) => {
      const next = entries[index + by]
      if (next) return open(next)
      if (by > 0 && !hasNextPage) setFinished(true)
    },
    [entries, index, open, hasNextPage],
  )
  const onStep = useReadOn(queue, index, step)

  const keyLabels = useKeyLabels(labels.data?.labels)
  const error = dataset.error ?? task.error ?? labels.error ?? queue.error
  if (error) {
    return (
      <Center h="100dvh" p="xl">
        <Fault error={error} onRetry={() => location.reload()} />
      </Center>
    )
  }
  if (!dataset.data || !task.data || !labels.data || queue.isPending) return <Loading />
  const workplace = workplaceOf(dataset.data.dataset_type!)
  if (!workplace) return <Nothing title={t('noEditor')} help={t('noEditorHelp')} />
  const found = entries[Math.max(index, 0)]
  const wanted: DescribeSampleResp | undefined =
    index >= 0 ? found : { sample_id: search.sample_id!, ...(search.worker_id && { worker_id: search.worker_id }) }
  const stats = statsFor(task.data, worker_id)
  const judging = task.data.checking_task_desc?.checking_stats
  const left = filter === 'sampledUnchecked' ? judging?.unchecked_sample_count : stats && TO_EMPTY[filter]?.(stats)
  const filterSelect = (
    <FilterSelect
      mode={mode}
      filter={filter}
      stats={stats}
      onFilter={(state) => {
        setFinished(false)
        goTo({ state })
      }}
    />
  )
  const back =
    role === 'owner'
      ? ({ to: '/datasets/$dataset_id/tasks/$workforce_task_id', params: names } as const)
      : ({ to: '/work' } as const)
  const hasCards = mode === 'label' && dataset.data.dataset_type === DatasetType.textClassification
  const filters =
    mode === 'review' || mode === 'judge' ? (
      <Group gap={4} wrap="nowrap">
        {filterSelect}
        <IconLink
          to="/work/$dataset_id/$workforce_task_id/$mode/many"
          params={{ ...names, mode }}
          search={{ state: filter }}
          variant="default"
          size={30}
          aria-label={t('review:grid.open')}
          title={t('review:grid.open')}
        >
          <IconLayoutGrid size={18} />
        </IconLink>
      </Group>
    ) : hasCards ? (
      <>
        {filterSelect}
        <ViewSwitch
          names={names}
          view="one"
          search={{
            state: filter,
            ...(wanted &&
              !finished && { sample_id: wanted.sample_id!, ...(wanted.worker_id && { worker_id: wanted.worker_id }) }),
          }}
        />
      </>
    ) : (
      filterSelect
    )
  const shared = { title: task.data.task_name!, back, filterSelect: filters, entries, onChoose: open }
  return (
    <KeysRegion screen={mode === 'label' ? workplace.labelKeys : workplace.reviewKeys} labels={keyLabels}>
      {wanted === undefined || finished ? (
        <NothingLeft
          {...shared}
          left={left}
          onAgain={() => {
            setFinished(false)
            goTo({})
            // What was read of an entry may be older than the list that comes now.
            void queries.invalidateQueries({ queryKey: ['DescribeWorkforceTaskSample'] })
            void queue.refetch()
          }}
        />
      ) : (
        <EntryWorkbench
          {...shared}
          key={`${mode} ${filter}`}
          names={names}
          mode={mode}
          index={index}
          hasMore={hasNextPage}
          onMore={fetchMore}
          entry={wanted}
          labels={labels.data.labels}
          overlaps={dataset.data.muster?.text_overlaps !== false}
          Editor={workplace.Editor}
          ahead={entries.slice(index + 1, index + 1 + PREFETCHED)}
          onStep={onStep}
          onChanged={patch}
        />
      )}
    </KeysRegion>
  )
}

/** How many entries are made ready before they are opened. */
const PREFETCHED = 2
