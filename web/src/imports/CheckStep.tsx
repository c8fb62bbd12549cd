import { Button, Group, Paper, Progress, SimpleGrid, Stack, Text, Title } from '@mantine/core'
import { IconPlayerStop } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { ImportTaskStatusResp } from '#contract/imports.ts'
import { Fault } from '#web/components/Fault.tsx'
import { Loading } from '#web/components/Loading.tsx'
import { useCall } from '#web/data/calls.ts'
import { ProblemList } from '#web/data-tasks/ProblemList.tsx'
import { isRunning } from '#web/data-tasks/states.ts'
import { TaskFault } from '#web/data-tasks/TaskFault.tsx'
import { useFormatName } from '#web/data-tasks/useFormatName.ts'
import { useStopTask } from '#web/data-tasks/useStopTask.ts'
import { textOfBytes, textOfSeconds } from '#web/i18n/numbers.ts'
import { LabelMapping } from './LabelMapping.tsx'
import { type LabelNames, mapLabels } from './label-mapping.ts'
import { slashed } from './slashed.ts'

const WHILE_RUNNING = 1000
const MOST_LABELS = 1000

type Props = {
  dataset_id: string
  /** The dry run. */
  task_id: string
  /** What labels are to be called; `checked` is what the dry run knew of it. */
  names: LabelNames
  checked: LabelNames
  onNames: (names: LabelNames) => void
  /** Labels were asked for. */
  wantsLabels: boolean
  onBack: () => void
  onCheckAgain: () => void
  onImport: () => void
  busy: boolean
  error: unknown
}

/** What a dry run has found, and what shall become of its labels. */
export function CheckStep(props: Props) {
  const { t, i18n } = useTranslation(['imports', 'dataTasks'])
  const { dataset_id, task_id, onBack } = props
  const { data, error } = useCall('DescImportTask', { dataset_id, task_id })
  const running = data !== undefined && isRunning(data)
  useCall('DescImportTask', { dataset_id, task_id }, { refetchInterval: running ? WHILE_RUNNING : false })
  const stop = useStopTask()
  if (error) return <Fault error={error} />
  if (!data) return <Loading />
  const back = (
    <Button variant="default" onClick={onBack}>
      {t('imports:abandon')}
    </Button>
  )
  if (running) {
    return (
      <Stack maw={760} role="status">
        <Text>{t('imports:checking')}</Text>
        <Source task={data} />
        <Progress value={100} animated striped aria-label={t('imports:checking')} />
        <Text size="sm" c="dimmed" className="figures">
          {[
            t('dataTasks:soFar', { count: data.total_sample_count ?? 0 }),
            t('dataTasks:since', { time: textOfSeconds(data.elapsed_time ?? 0, i18n.language) }),
            t('imports:checkingHelp'),
          ].join(' · ')}
        </Text>
        {stop.error && <Fault error={stop.error} />}
        <Group>
          <Button
            variant="default"
            leftSection={<IconPlayerStop size={16} />}
            loading={stop.isPending}
            onClick={() => stop.mutate({ args: { dataset_id, task_id } }, { onSuccess: onBack })}
          >
            {t('imports:stopCheck')}
          </Button>
        </Group>
      </Stack>
    )
  }
  if (data.status === 'COMPLETED') return <Findings {...props} task={data} />
  return (
    <Stack maw={760}>
      <Source task={data} />
      {data.error_code ? (
        <TaskFault fault={data} words={{ '4340': t('imports:nothingHere') }} />
      ) : (
        <Text>{t('imports:gone')}</Text>
      )}
      {(data.muster?.failed ?? 0) > 0 && <ProblemList dataset_id={dataset_id} task_id={task_id} />}
      <Group>{back}</Group>
    </Stack>
  )
}

function Findings({ task, ...props }: Props & { task: ImportTaskStatusResp }) {
  const { t, i18n } = useTranslation(['imports', 'dataTasks'])
  const { dataset_id, task_id, names, checked } = props
  const nameOf = useFormatName()
  const known = useCall('ListLabels', { dataset_id }).data?.labels
  const { imported_sample_count = 0, total_sample_count = 0, finished_file_size = 0, muster = {} } = task
  const { relabelled = 0, failed = 0, skipped = 0, changed: otherwise = 0, labels = [] } = muster
  const mapped = mapLabels(labels, names, new Set(known?.flatMap(({ name }) => name ?? [])))
  const changes = imported_sample_count + relabelled
  const hasNoLabels = props.wantsLabels && imported_sample_count > 0 && labels.length === 0
  const isChanged = JSON.stringify(Object.entries(names).sort()) !== JSON.stringify(Object.entries(checked).sort())
  return (
    <Stack>
      <div>
        <Title order={2} size="h4">
          {t('imports:readAs', { format: nameOf(muster.format ?? '') })}
        </Title>
        <Text size="sm" c="dimmed" className="figures">
          {[
            t('imports:found', { count: total_sample_count }),
            ...(finished_file_size > 0 ? [textOfBytes(finished_file_size, i18n.language)] : []),
          ].join(' · ')}
        </Text>
        <Source task={task} />
      </div>
      <Counts task={task} />
      {changes === 0 && (
        <Paper withBorder p="md" role="status">
          <Text fw={600}>{t('imports:nothing')}</Text>
          <Text size="sm" c="dimmed">
            {t('imports:nothingHelp')}
          </Text>
        </Paper>
      )}
      {hasNoLabels && (
        <Paper withBorder p="md" role="status">
          <Text fw={600}>{t('imports:noLabels')}</Text>
          <Text size="sm" c="dimmed">
            {t('imports:noLabelsHelp')}
          </Text>
        </Paper>
      )}
      {known && mapped.length > 0 && (
        <LabelMapping
          labels={mapped}
          names={names}
          here={known.flatMap(({ name }) => name ?? [])}
          isCut={labels.length === MOST_LABELS}
          onNames={props.onNames}
        />
      )}
      {failed + skipped + otherwise > 0 && (
        <section aria-label={t(failed + otherwise > 0 ? 'imports:problems' : 'imports:counts.skipped')}>
          <Title order={2} size="h4" mb="xs">
            {t(failed + otherwise > 0 ? 'imports:problems' : 'imports:counts.skipped')}
          </Title>
          <ProblemList dataset_id={dataset_id} task_id={task_id} />
        </section>
      )}
      {props.error !== null && <Fault error={props.error} />}
      <Group gap="sm">
        <Button
          onClick={props.onImport}
          loading={props.busy}
          disabled={mapped.some(({ fate }) => fate === 'wrong') || (changes === 0 && !isChanged)}
        >
          {changes > 0 && !isChanged ? t('imports:startCount', { count: changes }) : t('imports:start')}
        </Button>
        {isChanged && (
          <Button variant="default" onClick={props.onCheckAgain} disabled={props.busy}>
            {t('imports:checkAgain')}
          </Button>
        )}
        <Button variant="subtle" onClick={props.onBack}>
          {t('imports:abandon')}
        </Button>
        {isChanged && (
          <Text size="sm" c="dimmed">
            {t('imports:changedSince')}
          </Text>
        )}
      </Group>
    </Stack>
  )
}

/** What is checked, for whoever comes back to it. */
function Source({ task }: { task: ImportTaskStatusResp }) {
  return (
    <Text size="sm" c="dimmed" dir="auto" style={{ overflowWrap: 'anywhere' }}>
      {slashed(task.import_path ?? '')}
    </Text>
  )
}

/** What would come of it, in numbers; what never happens takes no room. */
function Counts({ task }: { task: ImportTaskStatusResp }) {
  const { t, i18n } = useTranslation('imports')
  const { muster = {} } = task
  const counts = {
    imported: task.imported_sample_count ?? 0,
    annotated: task.annotated_sample_count ?? 0,
    relabelled: muster.relabelled ?? 0,
    unconfirmed: task.unconfirmed_sample_count ?? 0,
    skipped: muster.skipped ?? 0,
    leftOut: muster.left_out ?? 0,
    changed: muster.changed ?? 0,
    failed: muster.failed ?? 0,
  }
  const always = ['imported', 'annotated', 'skipped', 'failed']
  const shown = Object.entries(counts).filter(([name, count]) => count > 0 || always.includes(name))
  const number = (value: number) => new Intl.NumberFormat(i18n.language).format(value)
  return (
    <SimpleGrid cols={{ base: 2, sm: 4 }} spacing="sm">
      {(shown as [keyof typeof counts, number][]).map(([name, count]) => (
        <Paper key={name} withBorder p="sm">
          <Text size="sm">{t(`counts.${name}`)}</Text>
          <Text size="xl" fw={650} className="figures" {...(name === 'failed' && count > 0 && { c: 'red' })}>
            {number(count)}
          </Text>
          {count > 0 && (name === 'skipped' || name === 'failed') && (
            <Text size="xs" c="dimmed">
              {t(`countHelp.${name}`)}
            </Text>
          )}
        </Paper>
      ))}
    </SimpleGrid>
  )
}
