import { ActionIcon, Indicator, Popover, Stack, Text } from '@mantine/core'
import { IconActivity } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useCall } from '#web/data/calls.ts'
import { JobProgress } from './JobProgress.tsx'

const WHILE_BUSY = 2000

/** How much goes on in the background of the project; what, and how far it is, on a click. */
export function JobsIndicator() {
  const { t } = useTranslation()
  const { data } = useCall('ListJobs', {})
  const jobs = data?.jobs ?? []
  useCall('ListJobs', {}, { refetchInterval: jobs.length > 0 ? WHILE_BUSY : false })
  const words = t('jobs', { count: jobs.length })
  return (
    <Popover position="bottom-end" width={360} withArrow trapFocus>
      <Indicator label={jobs.length} size={18} disabled={jobs.length === 0} processing inline>
        <Popover.Target>
          <ActionIcon variant="subtle" color="gray" size="lg" aria-label={words} title={words}>
            <IconActivity size={20} />
          </ActionIcon>
        </Popover.Target>
      </Indicator>
      <Popover.Dropdown>
        <Stack gap="sm" tabIndex={-1} data-autofocus>
          <Text size="sm" fw={600}>
            {words}
          </Text>
          {jobs.map((job) => (
            <div key={`${job.kind} ${job.dataset_id} ${job.workforce_task_id ?? ''}`}>
              <Text size="xs" c="dimmed" truncate dir="auto">
                {job.dataset_name}
              </Text>
              <JobProgress job={job} />
            </div>
          ))}
        </Stack>
      </Popover.Dropdown>
    </Popover>
  )
}
