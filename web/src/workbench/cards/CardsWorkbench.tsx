import { Center } from '@mantine/core'
import { IconArrowLeft } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import { useCallback, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Label } from '#contract/labels.ts'
import type { DescribeSampleResp } from '#contract/samples.ts'
import { Fault } from '#web/components/Fault.tsx'
import { Loading } from '#web/components/Loading.tsx'
import { IconLink } from '#web/components/links.tsx'
import { useCall } from '#web/data/calls.ts'
import { useLiveUpdates } from '#web/data/live.ts'
import { useSession } from '#web/data/session.tsx'
import { KeysRegion } from '#web/keys/KeysRegion.tsx'
import type { EntryFilter } from '#web/search.ts'
import { FilterSelect, TO_EMPTY } from '#web/workbench/shell/FilterSelect.tsx'
import { FILTERS, readFilter } from '#web/workbench/shell/modes.ts'
import { NothingLeft } from '#web/workbench/shell/NothingLeft.tsx'
import { type TaskNames, useQueue } from '#web/workbench/shell/queue.ts'
import { statsFor } from '#web/workbench/shell/stats-for.ts'
import { useKeyLabels } from '#web/workbench/shell/useKeyLabels.ts'
import { useReadOn } from '#web/workbench/shell/useReadOn.ts'
import { ViewSwitch } from '#web/workbench/shell/ViewSwitch.tsx'
import { Cards } from './Cards.tsx'
import { boundsOf, pageOf } from './pages.ts'

type Props = { names: TaskNames; search: EntryFilter }

/** Many texts of a team task at once: short ones are classified faster side by side than one by one (workbench 5). */
export function CardsWorkbench({ names, search }: Props) {
  useLiveUpdates()
  const labels = useCall('ListLabels', { dataset_id: names.dataset_id })
  const keyLabels = useKeyLabels(labels.data?.labels)
  if (labels.error) return <Fault error={labels.error} onRetry={() => void labels.refetch()} />
  if (!labels.data) return <Loading />
  return (
    <KeysRegion screen="textCards" labels={keyLabels}>
      <CardsOfList key={readFilter('label', search.state)} names={names} search={search} labels={labels.data.labels} />
    </KeysRegion>
  )
}

const isOf = ({ sample_id, worker_id }: EntryFilter) => {
  return (entry: DescribeSampleResp) =>
    entry.sample_id === sample_id && (worker_id === undefined || entry.worker_id === worker_id)
}
const stay = () => {}

function CardsOfList({ names, search, labels }: Props & { labels: readonly Label[] }) {
  const { t } = useTranslation('workbench')
  const { role, worker_id } = useSession()
  const navigate = useNavigate()
  const task = useCall('DescWorkforceTask', { ...names, sample_stats: true })
  const filter = readFilter('label', search.state)
  const queue = useQueue(names, { states: FILTERS[filter] })
  const { entries, hasNextPage, fetchNextPage, patch, refetch } = queue
  const onMore = useCallback(() => void fetchNextPage(), [fetchNextPage])

  const [current, setCurrent] = useState<EntryFilter>(search)
  const found = entries.findIndex(isOf(current))
  const isSought = found < 0 && current.sample_id !== undefined && hasNextPage
  const index = Math.max(found, 0)
  // The whole page is needed, not the card in focus alone.
  useReadOn(queue, isSought ? -1 : boundsOf(pageOf(index), entries.length).end - 1, stay)

  const onActive = useCallback(
    ({ sample_id, worker_id }: DescribeSampleResp) =>
      setCurrent({ sample_id: sample_id!, ...(worker_id && { worker_id }) }),
    [],
  )
  // The address names the card in focus: after a reload, and one by one, it is there again.
  const { sample_id, worker_id: of } = current
  useEffect(() => {
    if (sample_id === undefined) return
    void navigate({
      to: '/work/$dataset_id/$workforce_task_id/label/cards',
      params: names,
      search: { state: filter, sample_id, ...(of && { worker_id: of }) },
      replace: true,
    })
  }, [navigate, names, filter, sample_id, of])
  const onAgain = () => {
    setCurrent({})
    void refetch()
  }
  const onOpen = useCallback(
    ({ sample_id, worker_id }: DescribeSampleResp) =>
      void navigate({
        to: '/work/$dataset_id/$workforce_task_id/$mode',
        params: { ...names, mode: 'label' },
        search: { state: filter, sample_id: sample_id!, ...(worker_id && { worker_id }) },
      }),
    [navigate, names, filter],
  )

  const error = task.error ?? queue.error
  if (error) {
    return (
      <Center h="100dvh" p="xl">
        <Fault error={error} onRetry={() => location.reload()} />
      </Center>
    )
  }
  if (!task.data || queue.isPending || (isSought && queue.isFetching)) return <Loading />
  const stats = statsFor(task.data, worker_id)
  const back =
    role === 'owner'
      ? ({ to: '/datasets/$dataset_id/tasks/$workforce_task_id', params: names } as const)
      : ({ to: '/work' } as const)
  const active = entries[index]
  const filters = (
    <>
      <FilterSelect
        mode="label"
        filter={filter}
        stats={stats}
        onFilter={(state) =>
          void navigate({
            to: '/work/$dataset_id/$workforce_task_id/label/cards',
            params: names,
            search: { state },
            replace: true,
          })
        }
      />
      <ViewSwitch
        names={names}
        view="cards"
        search={{
          state: filter,
          ...(active && { sample_id: active.sample_id!, ...(active.worker_id && { worker_id: active.worker_id }) }),
        }}
      />
    </>
  )
  const title = task.data.task_name!
  if (!active) {
    return (
      <NothingLeft
        title={title}
        back={back}
        filterSelect={filters}
        entries={entries}
        onChoose={onActive}
        left={stats && TO_EMPTY[filter]?.(stats)}
        onAgain={onAgain}
      />
    )
  }
  return (
    <Cards
      names={names}
      title={title}
      back={
        <IconLink {...back} variant="subtle" color="gray" aria-label={t('leave')} title={t('leave')}>
          <IconArrowLeft size={18} />
        </IconLink>
      }
      filters={filters}
      labels={labels}
      entries={entries}
      index={index}
      hasMore={hasNextPage}
      onMore={onMore}
      onActive={onActive}
      onOpen={onOpen}
      onChanged={patch}
      onAgain={onAgain}
    />
  )
}
