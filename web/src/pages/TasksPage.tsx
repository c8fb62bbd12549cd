import { useQueries } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { EntryLegend } from '#web/components/EntryBar.tsx'
import { Fault } from '#web/components/Fault.tsx'
import { Loading } from '#web/components/Loading.tsx'
import { Nothing } from '#web/components/Nothing.tsx'
import { Page } from '#web/components/Page.tsx'
import { TaskTable } from '#web/components/TaskTable.tsx'
import { callOptions, useCall } from '#web/data/calls.ts'
import { useSession } from '#web/data/session.tsx'

/** The team tasks of all datasets, newest first. */
export function TasksPage() {
  const { t } = useTranslation('tasks')
  const { project_id } = useSession()
  const datasets = useCall('ListDatasets', { limit: 100 })
  const withTasks = datasets.data?.datasets.filter(({ workforce_task_count }) => (workforce_task_count ?? 0) > 0) ?? []
  const lists = useQueries({
    queries: withTasks.map(({ dataset_id }) =>
      callOptions(project_id, 'ListWorkforceTasks', { dataset_id: dataset_id!, limit: 100 }),
    ),
  })
  const error = datasets.error ?? lists.find((list) => list.error)?.error
  if (error) return <Fault error={error} onRetry={() => void datasets.refetch()} />
  if (!datasets.data || lists.some((list) => list.isPending)) return <Loading />
  const tasks = withTasks
    .flatMap(({ dataset_id, dataset_name }, index) =>
      lists[index]!.data!.tasks.map((task) => ({ task, dataset_id: dataset_id!, dataset_name: dataset_name! })),
    )
    .sort((a, b) => b.task.create_time! - a.task.create_time!)
  return (
    <Page title={t('title')}>
      {tasks.length === 0 ? (
        <Nothing title={t('none')} help={t('noneAnywhere')} />
      ) : (
        <>
          <EntryLegend />
          <TaskTable tasks={tasks} />
        </>
      )}
    </Page>
  )
}
