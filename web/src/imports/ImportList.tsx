import { Pagination, Stack } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Fault } from '#web/components/Fault.tsx'
import { Loading } from '#web/components/Loading.tsx'
import { Nothing } from '#web/components/Nothing.tsx'
import { useCall } from '#web/data/calls.ts'
import { isRunning } from '#web/data-tasks/states.ts'
import { ImportCard } from './ImportCard.tsx'

const ROWS = 10
const WHILE_RUNNING = 2000

/** The imports of a dataset, newest first. */
export function ImportList({ dataset_id }: { dataset_id: string }) {
  const { t } = useTranslation(['imports', 'dataTasks'])
  const [page, setPage] = useState(1)
  const args = { dataset_id, limit: ROWS, offset: page - 1 }
  const { data, error, refetch } = useCall('ListImportTasks', args, { keepPrevious: true })
  const running = data?.import_tasks.some(isRunning) ?? false
  useCall('ListImportTasks', args, { refetchInterval: running ? WHILE_RUNNING : false })
  if (error) return <Fault error={error} onRetry={() => void refetch()} />
  if (!data) return <Loading />
  const { import_tasks, total_count } = data
  if (total_count === 0) return <Nothing title={t('imports:none')} help={t('imports:noneHelp')} />
  return (
    <Stack gap="xs">
      {import_tasks.map((task) => (
        <ImportCard key={task.task_id} dataset_id={dataset_id} task={task} others={import_tasks} />
      ))}
      {total_count > ROWS && (
        <Pagination
          aria-label={t('dataTasks:earlier')}
          total={Math.ceil(total_count / ROWS)}
          value={page}
          onChange={setPage}
        />
      )}
    </Stack>
  )
}
