import { Progress, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { ImportTaskStatusResp } from '#contract/imports.ts'
import { isRunning, isStopped } from '#web/data-tasks/states.ts'
import { TaskCard } from '#web/data-tasks/TaskCard.tsx'
import { useFormatName } from '#web/data-tasks/useFormatName.ts'
import { textOfBytes, textOfSeconds } from '#web/i18n/numbers.ts'
import { expectedTotal } from './expected-total.ts'
import { slashed } from './slashed.ts'

/** An import or a dry run; `others` may tell how much there is to read. */
export function ImportCard({
  dataset_id,
  task,
  others,
}: {
  dataset_id: string
  task: ImportTaskStatusResp
  others: readonly ImportTaskStatusResp[]
}) {
  const { t } = useTranslation(['imports', 'dataTasks'])
  const nameOf = useFormatName()
  const { muster = {}, elapsed_time } = task
  const { format, dry_run, failed = 0, skipped = 0, changed = 0 } = muster
  const running = isRunning(task)
  const wrong = failed + changed
  const listed =
    wrong > 0 ? t('dataTasks:showProblems', { count: wrong }) : t('imports:showSkipped', { count: skipped })
  const problems = wrong + skipped > 0 ? listed : undefined
  const about = [dry_run ? t('imports:trial') : '', format ? nameOf(format) : ''].filter((words) => words !== '')
  return (
    <TaskCard
      dataset_id={dataset_id}
      kind={dry_run ? 'check' : 'import'}
      task={task}
      state={dry_run && task.status === 'COMPLETED' ? 'CHECKED' : undefined}
      title={slashed(task.import_path ?? '')}
      about={about.join(' · ')}
      faults={{ '4340': t('imports:nothingHere') }}
      seconds={running ? undefined : elapsed_time}
      problems={problems}
    >
      {running ? <HowFar task={task} total={expectedTotal(task, others)} /> : <Summary task={task} />}
    </TaskCard>
  )
}

function HowFar({ task, total }: { task: ImportTaskStatusResp; total: number | undefined }) {
  const { t, i18n } = useTranslation('dataTasks')
  const { total_sample_count: done = 0, finished_file_size = 0, elapsed_time = 0 } = task
  const words = [
    total === undefined ? t('soFar', { count: done }) : t('ofAbout', { done, total }),
    ...(finished_file_size > 0 ? [t('ofFiles', { size: textOfBytes(finished_file_size, i18n.language) })] : []),
    ...(elapsed_time > 0
      ? [
          t('since', { time: textOfSeconds(elapsed_time, i18n.language) }),
          t('speed', { rate: Math.round(done / elapsed_time) }),
        ]
      : []),
    ...(elapsed_time > 0 && total !== undefined && total > done && done > 0
      ? [t('left', { time: textOfSeconds(Math.ceil(((total - done) * elapsed_time) / done), i18n.language) })]
      : []),
  ]
  return (
    <>
      <Progress
        value={total ? Math.min(100, (100 * done) / total) : 100}
        animated
        striped={total === undefined}
        aria-label={t('progress')}
      />
      <Text size="xs" c="dimmed" className="figures">
        {words.join(' · ')}
      </Text>
    </>
  )
}

function Summary({ task }: { task: ImportTaskStatusResp }) {
  const { t, i18n } = useTranslation('imports')
  const { muster = {}, finished_file_size = 0 } = task
  const counts = {
    imported: task.imported_sample_count ?? 0,
    annotated: task.annotated_sample_count ?? 0,
    unconfirmed: task.unconfirmed_sample_count ?? 0,
    relabelled: muster.relabelled ?? 0,
    skipped: muster.skipped ?? 0,
    leftOut: muster.left_out ?? 0,
    changed: muster.changed ?? 0,
    failed: muster.failed ?? 0,
  }
  const names = Object.keys(counts) as (keyof typeof counts)[]
  const words = names.flatMap((name) => (counts[name] > 0 ? [t(`summary.${name}`, { count: counts[name] })] : []))
  if (finished_file_size > 0) words.push(textOfBytes(finished_file_size, i18n.language))
  if (words.length === 0 && task.status === 'FAILED') return null
  const found = words.join(' · ')
  return (
    <Text size="sm" className="figures">
      {found === ''
        ? t('nothingHere')
        : muster.dry_run
          ? t(isStopped(task) ? 'wouldBeSoFar' : 'wouldBe', { found })
          : found}
    </Text>
  )
}
