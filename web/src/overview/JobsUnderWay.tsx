import { Paper, Progress, Stack, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Job } from '#contract/ours.ts'
import { useCall } from '#web/data/calls.ts'

const WHILE_BUSY = 2000

/** What goes on in the background with a dataset, and how far it is; nothing while nothing goes on. */
export function JobsUnderWay({ dataset_id }: { dataset_id: string }) {
  const { t } = useTranslation('overview')
  const { data } = useCall('ListJobs', {})
  const jobs = data?.jobs.filter((job) => job.dataset_id === dataset_id) ?? []
  useCall('ListJobs', {}, { refetchInterval: jobs.length > 0 ? WHILE_BUSY : false })
  if (jobs.length === 0) return null
  return (
    <Paper withBorder p="sm" role="status">
      <Stack gap="sm">
        {jobs.map((job) => (
          <div key={`${job.kind} ${job.workforce_task_id ?? ''}`}>
            <Text size="sm">{t(`jobs.${job.kind}`, { task: job.task_name ?? '' })}</Text>
            <Progress value={percentOf(job)} animated striped aria-label={t('progress')} />
            {job.done !== undefined && (
              <Text size="xs" c="dimmed" className="figures">
                {job.total === undefined ? t('doneSoFar', { done: job.done }) : t('doneOf', { ...job })}
              </Text>
            )}
          </div>
        ))}
      </Stack>
    </Paper>
  )
}

/** A job that does not know how much there is shows a full bar that moves. */
function percentOf({ done, total }: Job): number {
  return done === undefined || !total ? 100 : (100 * Math.min(done, total)) / total
}
