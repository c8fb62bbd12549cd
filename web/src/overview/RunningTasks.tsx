import { Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { WorkforceTaskStatus } from '#contract/codes.ts'
import { Fault } from '#web/components/Fault.tsx'
import { TaskTable } from '#web/components/TaskTable.tsx'
import { useCall } from '#web/data/calls.ts'

/** The team tasks of a dataset that are not accepted yet. */
export function RunningTasks({ dataset_id }: { dataset_id: string }) {
  const { t } = useTranslation('overview')
  const { data, error, refetch } = useCall('ListWorkforceTasks', { dataset_id, limit: 100 })
  if (error) return <Fault error={error} onRetry={() => void refetch()} />
  const running = data?.tasks.filter(({ status }) => status !== WorkforceTaskStatus.accepted) ?? []
  if (running.length > 0) return <TaskTable tasks={running.map((task) => ({ task, dataset_id }))} />
  return (
    <Text size="sm" c="dimmed">
      {data ? t('noTasks') : ' '}
    </Text>
  )
}
