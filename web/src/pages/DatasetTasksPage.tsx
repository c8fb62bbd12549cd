import { Group } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { getRouteApi } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { EntryLegend } from '#web/components/EntryBar.tsx'
import { Fault } from '#web/components/Fault.tsx'
import { Loading } from '#web/components/Loading.tsx'
import { ButtonLink } from '#web/components/links.tsx'
import { Nothing } from '#web/components/Nothing.tsx'
import { TaskTable } from '#web/components/TaskTable.tsx'
import { useCall } from '#web/data/calls.ts'

const route = getRouteApi('/signed-in/shell/datasets/$dataset_id/tasks')

/** The team tasks of one dataset. */
export function DatasetTasksPage() {
  const { t } = useTranslation('tasks')
  const { dataset_id } = route.useParams()
  const args = { dataset_id, limit: 100 }
  const { data, error, refetch } = useCall('ListWorkforceTasks', args)
  if (error) return <Fault error={error} onRetry={() => void refetch()} />
  if (!data) return <Loading />
  const create = (
    <ButtonLink to="/datasets/$dataset_id/new-task" params={{ dataset_id }} leftSection={<IconPlus size={18} />}>
      {t('create')}
    </ButtonLink>
  )
  if (data.tasks.length === 0) {
    return (
      <Nothing title={t('none')} help={t('noneHelp')}>
        {create}
      </Nothing>
    )
  }
  return (
    <>
      <Group justify="space-between">
        <EntryLegend />
        {create}
      </Group>
      <TaskTable tasks={data.tasks.map((task) => ({ task, dataset_id }))} />
    </>
  )
}
