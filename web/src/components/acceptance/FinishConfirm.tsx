import { Button, Group, Loader, Radio, Stack, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CheckTaskStats } from '#contract/acceptance.ts'
import { AcceptanceAction } from '#contract/codes.ts'
import type { DescWorkforceTaskResp } from '#contract/workforce-tasks.ts'
import { Fault } from '#web/components/Fault.tsx'
import { useSend } from '#web/data/calls.ts'
import { clientOf } from '#web/data/client.ts'
import { useSession } from '#web/data/session.tsx'
import { ConflictTable } from './ConflictTable.tsx'
import { type Chosen, requestOf } from './chosen.ts'
import { type Ending, finishRows, finishTotals } from './finish-rows.ts'

type Names = { dataset_id: string; workforce_task_id: string }
type Props = { names: Names; task: DescWorkforceTaskResp; stats: CheckTaskStats; ending: Ending }

/** The second step: what is met in the dataset, whether it is replaced, and a button that names the numbers. */
export function FinishConfirm({
  names,
  task,
  stats,
  ending,
  onBack,
  onDone,
}: Props & { onBack: () => void; onDone: () => void }) {
  const { t } = useTranslation('acceptance')
  const [overwrite, setOverwrite] = useState(false)
  const [chosen, setChosen] = useState<Chosen>(new Map())
  const finish = useSend('UpdateWorkforceSamplingTask', [
    'DescWorkforceTask',
    'ListWorkforceTasks',
    'GetWorkforceSamplingTask',
  ])
  const { ACCEPTED: accepted, REJECTED: rejected } = finishTotals(finishRows(ending, stats))
  const cancels = ending === AcceptanceAction.cancel
  const confirm = () => {
    if (cancels) return t('confirm.cancel', { checked: stats.checked_sample_count ?? 0 })
    if (accepted === 0) return t('confirm.reject', { rejected })
    return rejected === 0 ? t('confirm.accept', { accepted }) : t('confirm.both', { accepted, rejected })
  }
  const send = () => {
    const body = { action: ending, overwrite_last_result: overwrite, ...requestOf(chosen) }
    finish.mutate({ args: names, body }, { onSuccess: onDone })
  }
  return (
    <Stack>
      <div>
        <Text fw={600}>{t(`endings.${ending}`)}</Text>
        <Text size="sm">{t(`endingsHelp.${ending}`)}</Text>
      </div>
      {accepted > 0 && (
        <InDataset
          {...{ names, task, stats, ending, overwrite, chosen }}
          onOverwrite={setOverwrite}
          onChosen={setChosen}
        />
      )}
      {finish.error && <Fault error={finish.error} words={t('errors', { returnObjects: true })} />}
      <Group justify="flex-end">
        <Text size="sm" fw={600} me="auto">
          {t(cancels ? 'confirm.finalCancel' : 'confirm.final')}
        </Text>
        <Button variant="default" onClick={onBack} data-autofocus>
          {t('back')}
        </Button>
        <Button color={accepted === 0 ? 'red' : undefined} loading={finish.isPending} onClick={send}>
          {confirm()}
        </Button>
      </Group>
    </Stack>
  )
}

/** What accepted entries meet in the dataset (behaviour 5.5), and whether they replace it. */
function InDataset({
  names,
  task,
  ending,
  overwrite,
  onOverwrite,
  chosen,
  onChosen,
}: Props & {
  overwrite: boolean
  onOverwrite: (overwrite: boolean) => void
  chosen: Chosen
  onChosen: (chosen: Chosen) => void
}) {
  const { t } = useTranslation('acceptance')
  const { data, error, refetch } = useConflicts(names)
  if (task.auto_sync_dataset === false) return <Text size="sm">{t('dataset.apart')}</Text>
  const { samples = [], sample_count = 0 } = data ?? {}
  return (
    <Stack gap="sm">
      <Title order={3} size="h5">
        {t('dataset.title')}
      </Title>
      {error && <Fault error={error} onRetry={() => void refetch()} words={t('errors', { returnObjects: true })} />}
      <Group gap="xs" role="status">
        {!data && !error && <Loader size="xs" />}
        <Text size="sm">
          {!data && !error && t('conflicts.loading')}
          {data && (sample_count === 0 ? t('dataset.none') : t('dataset.count', { count: sample_count }))}
          {samples.length < sample_count && ` ${t('dataset.shown', { shown: samples.length, count: sample_count })}`}
        </Text>
      </Group>
      {samples.length > 0 && (
        <>
          <Radio.Group
            aria-label={t('dataset.title')}
            value={overwrite ? 'overwrite' : 'keep'}
            onChange={(value) => onOverwrite(value === 'overwrite')}
          >
            <Stack gap="xs">
              <Radio value="keep" label={t('dataset.keep')} description={t('dataset.keepHelp')} />
              <Radio value="overwrite" label={t('dataset.overwrite')} description={t('dataset.overwriteHelp')} />
            </Stack>
          </Radio.Group>
          <Text size="sm">{t('dataset.each')}</Text>
          <ConflictTable
            dataset_id={names.dataset_id}
            conflicts={samples}
            ending={ending}
            members={task.worker_stats ?? []}
            overwrite={overwrite}
            chosen={chosen}
            onChosen={onChosen}
          />
        </>
      )}
    </Stack>
  )
}

/** Asked anew each time: somebody may have labelled in the dataset meanwhile. */
function useConflicts(names: Names) {
  const { project_id } = useSession()
  return useQuery({
    queryKey: ['conflicts', names],
    queryFn: () =>
      clientOf(project_id).call('UpdateWorkforceSamplingTask', names, { action: AcceptanceAction.conflicts }),
    staleTime: 0,
    gcTime: 0,
  })
}
