import { Button, Group, Progress, Text } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { ExportTaskStatusResp } from '#contract/exports.ts'
import { ButtonLink } from '#web/components/links.tsx'
import { LossTable } from '#web/data-tasks/LossTable.tsx'
import { isRunning } from '#web/data-tasks/states.ts'
import { TaskCard } from '#web/data-tasks/TaskCard.tsx'
import { useFormatName } from '#web/data-tasks/useFormatName.ts'
import { textOfSeconds } from '#web/i18n/numbers.ts'

/** An export: where to, how far it is, what is written otherwise, and what can be taken of it. */
export function ExportCard({ dataset_id, task }: { dataset_id: string; task: ExportTaskStatusResp }) {
  const { t, i18n } = useTranslation(['exports', 'dataTasks'])
  const nameOf = useFormatName()
  const { muster = {}, export_params = {}, total_sample_count = 0, finished_sample_count = 0 } = task
  const { losses = [], failed = 0, format, archive } = muster
  const { export_new_dataset_name: name, export_dest } = export_params
  const running = isRunning(task)
  const about = [
    ...(format ? [nameOf(format)] : []),
    ...(export_dest === 'NEW_DATASET' ? [t('exports:toDataset', { name: name ?? '' })] : []),
    ...(task.version_id ? [t('exports:ofVersion')] : []),
  ]
  const seconds = ((task.update_time ?? 0) - (task.create_time ?? 0)) / 1000
  const hasProblems = losses.length > 0 || failed > 0
  return (
    <TaskCard
      dataset_id={dataset_id}
      kind="export"
      task={task}
      title={task.path ?? ''}
      about={about.join(' · ')}
      seconds={running ? undefined : seconds}
      problems={hasProblems ? t('exports:showDetails') : undefined}
    >
      {running ? (
        <>
          <Progress value={task.progress ?? 0} animated aria-label={t('exports:list')} />
          <Text size="xs" c="dimmed" className="figures">
            {[
              t('exports:done', { done: finished_sample_count, total: total_sample_count }),
              ...(seconds > 0 ? [t('dataTasks:since', { time: textOfSeconds(seconds, i18n.language) })] : []),
            ].join(' · ')}
          </Text>
        </>
      ) : (
        <Text size="sm" className="figures">
          {[
            t('exports:finished', { count: finished_sample_count }),
            ...(failed > 0 ? [t('exports:failed', { count: failed })] : []),
          ].join(' · ')}
        </Text>
      )}
      {(archive || muster.dataset_id) && (
        <Group gap="sm">
          {archive && (
            <Button
              component="a"
              href={archive}
              download
              variant="default"
              size="compact-sm"
              leftSection={<IconDownload size={16} />}
            >
              {t('exports:download')}
            </Button>
          )}
          {muster.dataset_id && (
            <ButtonLink
              to="/datasets/$dataset_id"
              params={{ dataset_id: muster.dataset_id }}
              variant="default"
              size="compact-sm"
            >
              {t('exports:openDataset')}
            </ButtonLink>
          )}
        </Group>
      )}
      <LossTable losses={losses} />
    </TaskCard>
  )
}
