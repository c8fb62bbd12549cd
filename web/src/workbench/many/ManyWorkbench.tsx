import { Text } from '@mantine/core'
import { IconArrowLeft } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useCallback, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { SampleComment } from '#contract/acceptance.ts'
import type { Rating } from '#contract/codes.ts'
import { colourOfLabel } from '#core/labels/colours.ts'
import { Fault } from '#web/components/Fault.tsx'
import { Loading } from '#web/components/Loading.tsx'
import { ButtonLink, IconLink } from '#web/components/links.tsx'
import { Nothing } from '#web/components/Nothing.tsx'
import { useCall, useSend } from '#web/data/calls.ts'
import { clientOf } from '#web/data/client.ts'
import { useLiveUpdates } from '#web/data/live.ts'
import { useSession } from '#web/data/session.tsx'
import { KeysRegion, useAction } from '#web/keys/KeysRegion.tsx'
import { FilterSelect } from '#web/workbench/shell/FilterSelect.tsx'
import { FILTERS, readFilter } from '#web/workbench/shell/modes.ts'
import { entryKey, type TaskNames, useQueue } from '#web/workbench/shell/queue.ts'
import type { VerdictMode } from '#web/workbench/verdict/verdict.ts'
import { PassPanel, toEntry } from './PassPanel.tsx'
import { MOST_AT_ONCE, type Outcome, passMany } from './pass-many.ts'
import classes from './ReviewGrid.module.css'
import { ReviewGrid } from './ReviewGrid.tsx'
import { useChosen } from './useChosen.ts'

const PICTURE = 'image/resize,m_lfit,h_400'

type Props = { names: TaskNames; mode: VerdictMode; state: string | undefined }

/** Many entries of a task at once: looked at side by side, passed together. */
export function ManyWorkbench(props: Props) {
  return (
    <KeysRegion screen="reviewGrid">
      <Many key={`${props.mode} ${props.state}`} {...props} />
    </KeysRegion>
  )
}

function Many({ names, mode, state }: Props) {
  const { t } = useTranslation(['review', 'workbench'])
  useLiveUpdates()
  const { project_id, role } = useSession()
  const navigate = useNavigate()
  const queries = useQueryClient()
  const task = useCall('DescWorkforceTask', { ...names, sample_stats: true })
  const labels = useCall('ListLabels', { dataset_id: names.dataset_id })
  const filter = readFilter(mode, state)
  const queue = useQueue(names, { states: FILTERS[filter], process_parameter: PICTURE })
  const { entries, hasNextPage, fetchNextPage, patch } = queue
  const chosen = useChosen(entries)
  const [sight, setSight] = useState({ first: 0, last: -1 })
  const onSight = useCallback((first: number, last: number) => setSight({ first, last }), [])
  const onMore = useCallback(() => void fetchNextPage(), [fetchNextPage])
  const [outcome, setOutcome] = useState<Outcome>()
  const send = useSend(mode === 'review' ? 'ReviewSamples' : 'AcceptSamples')
  const [busy, setBusy] = useState(false)
  const colourOf = useMemo(() => {
    const colours = new Map(labels.data?.labels.map(({ name, property }) => [name, property?.['@modelarts:color']]))
    return (name: string | undefined) => colourOfLabel(name, colours.get(name))
  }, [labels.data])

  const pass = async (rating: Rating) => {
    const meant = entries.filter((entry) => chosen.keys.has(entryKey(entry)))
    if (busy || meant.length === 0 || meant.length > MOST_AT_ONCE) return
    setBusy(true)
    const door = {
      send: (comments: readonly SampleComment[]) =>
        send.mutateAsync({ args: names, body: { comments: [...comments] } }),
      read: async (sample_ids: readonly string[]) => {
        const args = { ...names, limit: 100, of_samples: sample_ids.join() }
        return (await clientOf(project_id).call('ListEntries', args)).entries
      },
    }
    try {
      const done = await passMany(door, { mode, entries: meant, rating })
      for (const entry of [...done.passed, ...done.failed.map((one) => one.entry)]) patch(entry)
      setOutcome(done)
      chosen.clear()
    } catch (error) {
      setOutcome({ rating, passed: [], failed: meant.map((entry) => ({ entry, error })) })
    } finally {
      setBusy(false)
      const stale = ['DescWorkforceTask', 'GetWorkforceSamplingTask', 'DescribeWorkforceTaskSample']
      void queries.invalidateQueries({ predicate: ({ queryKey }) => stale.includes(String(queryKey[0])) })
    }
  }
  const selectSight = () => chosen.addRange(sight.first, sight.last)
  useAction('gridSelectAll', selectSight)
  useAction('escape', chosen.clear, chosen.keys.size > 0)

  const error = task.error ?? labels.error ?? queue.error
  if (error) return <Fault error={error} onRetry={() => location.reload()} />
  if (!task.data || !labels.data || queue.isPending) return <Loading />
  const back =
    role === 'owner'
      ? ({ to: '/datasets/$dataset_id/tasks/$workforce_task_id', params: names } as const)
      : ({ to: '/work' } as const)
  return (
    <div className={classes.frame} data-frame>
      <header className={classes.top}>
        <IconLink
          {...back}
          variant="subtle"
          color="gray"
          aria-label={t('workbench:leave')}
          title={t('workbench:leave')}
        >
          <IconArrowLeft size={18} />
        </IconLink>
        <Text component="h1" size="sm" fw={600} truncate>
          {t('review:grid.title')} · {task.data.task_name}
        </Text>
        <FilterSelect
          mode={mode}
          filter={filter}
          stats={task.data.sample_stats}
          onFilter={(next) =>
            void navigate({
              to: '/work/$dataset_id/$workforce_task_id/$mode/many',
              params: { ...names, mode },
              search: { state: next },
            })
          }
        />
        <ButtonLink
          ml="auto"
          size="xs"
          variant="default"
          to="/work/$dataset_id/$workforce_task_id/$mode"
          params={{ ...names, mode }}
          search={{ state: filter }}
        >
          {t('review:grid.one')}
        </ButtonLink>
      </header>
      <main id="content" tabIndex={-1} className={classes.grid}>
        {entries.length === 0 ? (
          <Nothing title={t('review:grid.none')} help={t('review:grid.noneHelp')} />
        ) : (
          <ReviewGrid
            entries={entries}
            hasMore={hasNextPage}
            onMore={onMore}
            chosen={chosen}
            colourOf={colourOf}
            onSight={onSight}
            onOpen={(index) => entries[index] && void navigate(toEntry(names, mode, entries[index]))}
          />
        )}
      </main>
      <aside className={classes.side} aria-label={t('review:grid.title')}>
        <PassPanel
          names={names}
          mode={mode}
          count={chosen.keys.size}
          sight={entries.length === 0 ? 0 : sight.last - sight.first + 1}
          busy={busy}
          outcome={outcome}
          onPass={(rating) => void pass(rating)}
          onSelectSight={selectSight}
          onClear={chosen.clear}
        />
      </aside>
    </div>
  )
}
