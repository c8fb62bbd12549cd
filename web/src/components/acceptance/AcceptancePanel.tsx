import { Button, Group, Loader, Stack, Text, Title } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { WorkforceTaskStatus } from '#contract/codes.ts'
import type { DescWorkforceTaskResp } from '#contract/workforce-tasks.ts'
import { Fault } from '#web/components/Fault.tsx'
import { useCall } from '#web/data/calls.ts'
import { Figures } from './Figures.tsx'
import { FinishModal } from './FinishModal.tsx'
import { hindrance } from './hindrance.ts'
import { ReportStrip } from './ReportStrip.tsx'
import { StartModal } from './StartModal.tsx'

type Names = { dataset_id: string; workforce_task_id: string }

const { accepting, sampling, synchronizing } = WorkforceTaskStatus
const SOON = 1500

/** What the owner can do about the acceptance of a task now, and where it stands. */
export function AcceptancePanel({ names, task }: { names: Names; task: DescWorkforceTaskResp }) {
  const { t } = useTranslation('acceptance')
  const busy = task.status === sampling || task.status === synchronizing
  // Keeps asking for the same task as the page does, until the server is done.
  useCall('DescWorkforceTask', { ...names, sample_stats: true }, { enabled: busy, refetchInterval: SOON })
  const checking_task_id = task.checking_task_desc?.checking_task_id
  return (
    <Stack gap="sm" component="section" aria-label={t('title')}>
      <Group justify="space-between">
        <Title order={2} size="h4">
          {t('title')}
        </Title>
        <Group gap="xs">
          {checking_task_id && (
            <Button
              component={Link}
              to="/datasets/$dataset_id/tasks/$workforce_task_id/report"
              params={names as never}
              variant="default"
            >
              {t('report')}
            </Button>
          )}
          <NextStep names={names} task={task} />
        </Group>
      </Group>
      <Group gap="xs" role="status">
        {busy && <Loader size="xs" />}
        {busy && <Text size="sm">{t(task.status === sampling ? 'drawing' : 'writing')}</Text>}
        <Hindrance task={task} />
      </Group>
      {checking_task_id && task.status !== sampling && (
        <Standing names={names} task={task} checking_task_id={checking_task_id} />
      )}
    </Stack>
  )
}

function Hindrance({ task }: { task: DescWorkforceTaskResp }) {
  const { t } = useTranslation('acceptance')
  const why = hindrance(task)
  if (why === null) return null
  return (
    <Text size="sm" c="dimmed">
      {t(`cannotStart.${why}`, { count: task.sample_stats?.unreviewed_sample_count ?? 0 })}
    </Text>
  )
}

/** To begin, or to go on and to end. */
function NextStep({ names, task }: { names: Names; task: DescWorkforceTaskResp }) {
  const { t } = useTranslation('acceptance')
  const [starting, starter] = useDisclosure()
  const [finishing, finisher] = useDisclosure()
  const stats = task.checking_task_desc?.checking_stats
  if (task.status === accepting && stats) {
    return (
      <>
        <Button variant="default" onClick={finisher.open}>
          {t('finish')}
        </Button>
        <Button
          component={Link}
          to="/work/$dataset_id/$workforce_task_id/$mode"
          params={{ ...names, mode: 'judge' } as never}
        >
          {t('continue')}
        </Button>
        <FinishModal names={names} task={task} stats={stats} opened={finishing} onClose={finisher.close} />
      </>
    )
  }
  const pool = task.sample_stats?.uncheck_sample_count ?? 0
  const mayStart = task.status === WorkforceTaskStatus.running || task.status === WorkforceTaskStatus.rejected
  return (
    <>
      <Button disabled={!mayStart || pool === 0} onClick={starter.open}>
        {t('start')}
      </Button>
      <StartModal
        names={names}
        pool={pool}
        members={task.worker_stats ?? []}
        opened={starting}
        onClose={starter.close}
      />
    </>
  )
}

/** The open acceptance, or how the latest one ended, and all of them together. */
function Standing({
  names,
  task,
  checking_task_id,
}: {
  names: Names
  task: DescWorkforceTaskResp
  checking_task_id: string
}) {
  const { t } = useTranslation('acceptance')
  const { data: report, error, refetch } = useCall('GetWorkforceSamplingTask', { ...names, checking_task_id })
  if (error) return <Fault error={error} onRetry={() => void refetch()} />
  if (!report) return null
  const open = task.status === accepting
  const ended = !open && task.status !== synchronizing
  const ending = task.checking_task_desc?.action
  const counts = !ended || ending !== undefined
  const several = report.total_stats?.total_sample_count !== report.checking_stats?.total_sample_count
  return (
    <Stack gap="sm">
      {ended && (
        <Text size="sm">
          {t('last')}. {ending === undefined ? t('lastCancelled') : t('lastEnded', { ending: t(`endings.${ending}`) })}
        </Text>
      )}
      {counts && <ReportStrip report={report} finished={!open} />}
      {several && report.total_stats && (
        <>
          <Title order={3} size="h6">
            {t('overall')}
          </Title>
          <Figures stats={report.total_stats} />
        </>
      )}
    </Stack>
  )
}
