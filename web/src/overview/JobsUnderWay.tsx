import { Box, Group, Paper, Stack } from '@mantine/core'
import type { Job } from '#contract/ours.ts'
import { JobProgress } from '#web/components/JobProgress.tsx'
import { useCall } from '#web/data/calls.ts'
import { StopTask } from '#web/data-tasks/StopTask.tsx'
import type { DataTaskKind } from '#web/data-tasks/states.ts'

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
          <Group
            key={`${job.kind} ${job.data_task_id ?? job.workforce_task_id ?? ''}`}
            wrap="nowrap"
            align="flex-start"
          >
            <Box flex={1} miw={0}>
              <JobProgress job={job} />
            </Box>
            {job.data_task_id && <StopTask dataset_id={dataset_id} task_id={job.data_task_id} kind={kindOf(job)} />}
          </Group>
        ))}
      </Stack>
    </Paper>
  )
}

/** What makes a dataset is its first import. */
const kindOf = ({ kind }: Job): DataTaskKind =>
  kind === 'check' || kind === 'sync' || kind === 'export' ? kind : 'import'
