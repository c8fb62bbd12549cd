import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Fault } from '#web/components/Fault.tsx'
import { Loading } from '#web/components/Loading.tsx'
import { Nothing } from '#web/components/Nothing.tsx'
import { useCall } from '#web/data/calls.ts'
import { isRunning } from '#web/data-tasks/states.ts'
import { ROWS, TaskList } from '#web/data-tasks/TaskList.tsx'
import { ExportCard } from './ExportCard.tsx'

const WHILE_RUNNING = 2000

/** The exports of a dataset, newest first. */
export function ExportList({ dataset_id }: { dataset_id: string }) {
  const { t } = useTranslation('exports')
  const [page, setPage] = useState(1)
  const args = { dataset_id, limit: ROWS, offset: page - 1 }
  const { data, error, refetch } = useCall('GetExportTasksStatusOfDataset', args, { keepPrevious: true })
  const running = data?.export_tasks.some(isRunning) ?? false
  useCall('GetExportTasksStatusOfDataset', args, { refetchInterval: running ? WHILE_RUNNING : false })
  if (error) return <Fault error={error} onRetry={() => void refetch()} />
  if (!data) return <Loading />
  if (data.total_count === 0) return <Nothing title={t('none')} help={t('noneHelp')} />
  return (
    <TaskList total={data.total_count} page={page} onPage={setPage}>
      {data.export_tasks.map((task) => (
        <ExportCard key={task.task_id} dataset_id={dataset_id} task={task} />
      ))}
    </TaskList>
  )
}
