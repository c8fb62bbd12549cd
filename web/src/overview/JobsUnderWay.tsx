import { Paper, Stack } from '@mantine/core'
import { JobProgress } from '#web/components/JobProgress.tsx'
import { useCall } from '#web/data/calls.ts'

const WHILE_BUSY = 2000

/** What goes on in the background with a dataset, and how far it is; nothing while nothing goes on. */
export function JobsUnderWay({ dataset_id }: { dataset_id: string }) {
  const { data } = useCall('ListJobs', {})
  const jobs = data?.jobs.filter((job) => job.dataset_id === dataset_id) ?? []
  useCall('ListJobs', {}, { refetchInterval: jobs.length > 0 ? WHILE_BUSY : false })
  if (jobs.length === 0) return null
  return (
    <Paper withBorder p="sm" role="status">
      <Stack gap="sm">
        {jobs.map((job) => (
          <div key={`${job.kind} ${job.workforce_task_id ?? ''}`}>
            <JobProgress job={job} />
          </div>
        ))}
      </Stack>
    </Paper>
  )
}
