import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Fault } from '#web/components/Fault.tsx'
import { Loading } from '#web/components/Loading.tsx'
import { Nothing } from '#web/components/Nothing.tsx'
import { useCall } from '#web/data/calls.ts'
import { isRunning } from '#web/data-tasks/states.ts'
import { ROWS, TaskList } from '#web/data-tasks/TaskList.tsx'
import { ImportCard } from './ImportCard.tsx'

const WHILE_RUNNING = 2000

/** The imports of a dataset, newest first. */
export function ImportList({ dataset_id }: { dataset_id: string }) {
  const { t } = useTranslation('imports')
  const [page, setPage] = useState(1)
  const args = { dataset_id, limit: ROWS, offset: page - 1 }
  const { data, error, refetch } = useCall('ListImportTasks', args, { keepPrevious: true })
  const running = data?.import_tasks.some(isRunning) ?? false
  useCall('ListImportTasks', args, { refetchInterval: running ? WHILE_RUNNING : false })
  if (error) return <Fault error={error} onRetry={() => void refetch()} />
  if (!data) return <Loading />
  const { import_tasks, total_count } = data
  if (total_count === 0) return <Nothing title={t('none')} help={t('noneHelp')} />
  return (
    <TaskList total={total_count} page={page} onPage={setPage}>
      {import_tasks.map((task) => (
        <ImportCard key={task.task_id} dataset_id={dataset_id} task={task} others={import_tasks} />
      ))}
    </TaskList>
  )
}
