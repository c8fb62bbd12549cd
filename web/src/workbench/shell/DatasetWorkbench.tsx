import { Center, Select } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { useCallback, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { DescribeSampleResp } from '#contract/samples.ts'
import { Fault } from '#web/components/Fault.tsx'
import { Loading } from '#web/components/Loading.tsx'
import { useCall } from '#web/data/calls.ts'
import { useLiveUpdates } from '#web/data/live.ts'
import { SAMPLE_STATES, stateOf } from '#web/data/sample-filter.ts'
import { KeysRegion } from '#web/keys/KeysRegion.tsx'
import { SampleView } from '#web/samples/SampleView.tsx'
import type { SampleFilter } from '#web/search.ts'
import { EntryWorkbench } from './EntryWorkbench.tsx'
import { workplaceOf } from './editors.ts'
import { NothingLeft } from './NothingLeft.tsx'
import { useSampleQueue } from './sample-queue.ts'
import { useReadOn } from './useReadOn.ts'

/** How many samples are made ready before they are opened. */
const PREFETCHED = 2

/** Goes through the samples of a dataset, one by one. */
export function DatasetWorkbench({
  dataset_id,
  sample_id,
  search,
}: {
  dataset_id: string
  sample_id: string
  search: SampleFilter
}) {
  const { t } = useTranslation('workbench')
  useLiveUpdates()
  const navigate = useNavigate()
  const dataset = useCall('DescDataset', { dataset_id })
  const labels = useCall('ListLabels', { dataset_id })
  const queue = useSampleQueue(dataset_id, search)
  const { entries, hasNextPage, fetchNextPage, patch } = queue
  const fetchMore = useCallback(() => void fetchNextPage(), [fetchNextPage])
  const index = entries.findIndex((entry) => entry.sample_id === sample_id)
  const [finished, setFinished] = useState(false)
  const names = useMemo(() => ({ dataset_id }), [dataset_id])

  const goTo = useCallback(
    (next: string, filter: SampleFilter) =>
      void navigate({
        to: '/datasets/$dataset_id/label/$sample_id',
        params: { dataset_id, sample_id: next },
        search: filter,
        replace: true,
      }),
    [navigate, dataset_id],
  )
  const open = useCallback(
    (entry: DescribeSampleResp) => {
      setFinished(false)
      goTo(entry.sample_id!, search)
    },
    [goTo, search],
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
  const keyLabels = useMemo(
    () =>
      (labels.data?.labels ?? []).map(({ name, property }) => ({
        name: name!,
        shortcut: property?.['@modelarts:shortcut'],
      })),
    [labels.data],
  )

  const error = dataset.error ?? labels.error ?? queue.error
  if (error) {
    return (
      <Center h="100dvh" p="xl">
        <Fault error={error} onRetry={() => location.reload()} />
      </Center>
    )
  }
  if (!dataset.data || !labels.data || queue.isPending) return <Loading />
  const workplace = workplaceOf(dataset.data.dataset_type!)
  if (!workplace) {
    return (
      <SampleView
        dataset={dataset.data}
        sample_id={sample_id}
        isFirst={index <= 0}
        isLast={index === entries.length - 1 && !hasNextPage}
        onStep={onStep}
      />
    )
  }
  const filterSelect = (
    <Select
      aria-label={t('filter')}
      size="xs"
      allowDeselect={false}
      value={stateOf(search) ?? 'all'}
      data={(['all', ...SAMPLE_STATES] as const).map((name) => ({ value: name, label: t(`lists.${name}`) }))}
      onChange={(value) => goTo(sample_id, { ...search, state: value ?? 'all' })}
    />
  )
  const shared = {
    title: dataset.data.dataset_name!,
    back: { to: '/datasets/$dataset_id/samples', params: { dataset_id } } as const,
    filterSelect,
    entries,
    onChoose: open,
  }
  return (
    <KeysRegion screen={workplace.labelKeys} labels={keyLabels}>
      {finished ? (
        <NothingLeft
          {...shared}
          left={undefined}
          onAgain={() => {
            setFinished(false)
            void queue.refetch()
          }}
        />
      ) : (
        <EntryWorkbench
          {...shared}
          names={names}
          mode="label"
          index={index}
          hasMore={hasNextPage}
          onMore={fetchMore}
          entry={entries[index] ?? { sample_id }}
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
