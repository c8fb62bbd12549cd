import { Progress, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { SyncDataSourceStatusResp } from '#contract/sync.ts'
import { isRunning } from '#web/data-tasks/states.ts'
import { TaskCard } from '#web/data-tasks/TaskCard.tsx'

/** The synchronisation that goes on, or the last one there was. */
export function LastSync({
  dataset_id,
  path,
  task,
}: {
  dataset_id: string
  path: string
  task: SyncDataSourceStatusResp
}) {
  const { t } = useTranslation(['sync', 'dataTasks'])
  if (task.status === 'NOT_EXIST') {
    return (
      <Text size="sm" c="dimmed">
        {t('sync:never')}
      </Text>
    )
  }
  const { muster = {} } = task
  const { failed = 0, skipped = 0, changed = 0 } = muster
  const problems = failed + skipped + changed
  const running = isRunning(task)
  return (
    <TaskCard
      dataset_id={dataset_id}
      kind="sync"
      task={task}
      title={path}
      about=""
      seconds={running ? undefined : task.duration_time}
      problems={problems > 0 ? t('dataTasks:showProblems', { count: problems }) : undefined}
    >
      {running && <Progress value={100} animated striped aria-label={t('dataTasks:progress')} />}
      <Counts task={task} isRunning={running} />
    </TaskCard>
  )
}

function Counts({ task, isRunning: running }: { task: SyncDataSourceStatusResp; isRunning: boolean }) {
  const { t } = useTranslation('sync')
  const { muster = {} } = task
  const counts = {
    added: task.add_sample_count ?? 0,
    deleted: task.deleted_sample_count ?? 0,
    contentChanged: muster.content_changed ?? 0,
    relabelled: muster.relabelled ?? 0,
    failed: muster.failed ?? 0,
  }
  const names = Object.keys(counts) as (keyof typeof counts)[]
  const words = names.flatMap((name) => (counts[name] > 0 ? [t(`counts.${name}`, { count: counts[name] })] : []))
  if (words.length === 0 && (running || task.status === 'FAILED')) return null
  return (
    <Text size="sm" className="figures">
      {words.length > 0 ? words.join(' · ') : t('nothing')}
    </Text>
  )
}
