import { Group, Paper, Stack, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Moment } from '#web/components/Moment.tsx'
import { Unfold } from '#web/components/Unfold.tsx'
import { textOfSeconds } from '#web/i18n/numbers.ts'
import { ProblemList } from './ProblemList.tsx'
import { StopTask } from './StopTask.tsx'
import { type DataTaskKind, isRunning, isStopped } from './states.ts'
import { TaskFaultLine } from './TaskFault.tsx'
import { TaskState } from './TaskState.tsx'

/** A task on the data of a dataset: what it is about, how far it is, what came of it and what went wrong. */
export function TaskCard({
  dataset_id,
  kind,
  task,
  state,
  title,
  about,
  faults,
  problems,
  seconds,
  children,
}: {
  dataset_id: string
  kind: DataTaskKind
  task: {
    task_id?: string
    status?: Parameters<typeof TaskState>[0]['status']
    create_time?: number
    error_code?: string
    error_msg?: string
  }
  /** Where it says more than the status of the task. */
  state?: Parameters<typeof TaskState>[0]['status'] | undefined
  title: string
  /** What kind of task it is, in a few words. */
  about: string
  /** What refusals mean here, as the words of Fault. */
  faults?: Readonly<Record<string, string>>
  /** What the button that lists problems says; undefined: there are none. */
  problems: string | undefined
  /** How long it took. */
  seconds: number | undefined
  children: ReactNode
}) {
  const { t, i18n } = useTranslation('dataTasks')
  const { task_id = '', status = 'QUEUING', create_time } = task
  const stopped = isStopped(task)
  return (
    <Paper withBorder p="sm" component="article" aria-label={title}>
      <Stack gap={6}>
        <Group justify="space-between" align="flex-start" wrap="nowrap" gap="sm">
          <Group gap="xs" wrap="nowrap" align="flex-start" miw={0}>
            <TaskState status={stopped ? 'STOPPED' : (state ?? status)} />
            <Text size="sm" fw={500} style={{ overflowWrap: 'anywhere' }}>
              {title}
            </Text>
          </Group>
          <Text size="xs" c="dimmed" className="figures" style={{ whiteSpace: 'nowrap' }}>
            <Moment time={create_time} />
            {seconds !== undefined &&
              seconds >= 0.1 &&
              ` · ${t('elapsed', { time: textOfSeconds(seconds, i18n.language) })}`}
          </Text>
        </Group>
        {about !== '' && (
          <Text size="xs" c="dimmed">
            {about}
          </Text>
        )}
        {children}
        {stopped ? (
          <Text size="xs" c="dimmed">
            {t(`stays.${kind}`)}
          </Text>
        ) : (
          status === 'FAILED' && <TaskFaultLine fault={task} words={faults} />
        )}
        {isRunning(task) && (
          <Group justify="flex-end">
            <StopTask dataset_id={dataset_id} task_id={task_id} kind={kind} />
          </Group>
        )}
        {problems && (
          <Unfold closed={problems} opened={t('hideProblems')}>
            <ProblemList dataset_id={dataset_id} task_id={task_id} />
          </Unfold>
        )}
      </Stack>
    </Paper>
  )
}
