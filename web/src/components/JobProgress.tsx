import { Progress, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Job } from '#contract/ours.ts'

/** One thing that goes on in the background, and how far it is. */
export function JobProgress({ job }: { job: Job }) {
  const { t } = useTranslation('overview')
  return (
    <>
      <Text size="sm">{t(`jobs.${job.kind}`, { task: job.task_name ?? '' })}</Text>
      <Progress value={percentOf(job)} animated striped aria-label={t('progress')} />
      {job.done !== undefined && (
        <Text size="xs" c="dimmed" className="figures">
          {job.total === undefined ? t('doneSoFar', { done: job.done }) : t('doneOf', { ...job })}
        </Text>
      )}
    </>
  )
}

/** A job that does not know how much there is shows a full bar that moves. */
function percentOf({ done, total }: Job): number {
  return done === undefined || !total ? 100 : (100 * Math.min(done, total)) / total
}
