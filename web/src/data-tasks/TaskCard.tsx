import { Button, Group, Paper, Stack, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Fault } from '#web/components/Fault.tsx'
import { Moment } from '#web/components/Moment.tsx'
import { textOfSeconds } from '#web/i18n/numbers.ts'
import { ProblemList } from './ProblemList.tsx'
import { TaskState } from './TaskState.tsx'

/** A task on the data of a dataset: what it is about, how far it is, what came of it and what went wrong. */
export function TaskCard({
  dataset_id,
  task,
  title,
  about,
  problems,
  seconds,
  children,
}: {
  dataset_id: string
  task: {
    task_id?: string
    status?: Parameters<typeof TaskState>[0]['status']
    create_time?: number
    error_msg?: string
  }
  title: string
  /** What kind of task it is, in a few words. */
  about: string
  /** How many there are, and what to call their list. */
  problems?: { count: number; show: string }
  /** How long it took. */
  seconds: number | undefined
  children: ReactNode
}) {
  const { t, i18n } = useTranslation('dataTasks')
  const [opened, { toggle }] = useDisclosure()
  const { task_id = '', status = 'QUEUING', create_time, error_msg } = task
  return (
    <Paper withBorder p="sm" component="article" aria-label={title}>
      <Stack gap={6}>
        <Group justify="space-between" align="flex-start" wrap="nowrap" gap="sm">
          <Group gap="xs" wrap="nowrap" align="flex-start" miw={0}>
            <TaskState status={status} />
            <Text size="sm" fw={500} style={{ overflowWrap: 'anywhere' }}>
              {title}
            </Text>
          </Group>
          <Text size="xs" c="dimmed" className="figures" style={{ whiteSpace: 'nowrap' }}>
            <Moment time={create_time} />
            {seconds !== undefined &&
              seconds > 0 &&
              ` · ${t('elapsed', { time: textOfSeconds(seconds, i18n.language) })}`}
          </Text>
        </Group>
        {about !== '' && (
          <Text size="xs" c="dimmed">
            {about}
          </Text>
        )}
        {children}
        {status === 'FAILED' && error_msg && <Fault error={new Error(error_msg)} />}
        {problems && problems.count > 0 && (
          <div>
            <Button variant="subtle" size="compact-sm" aria-expanded={opened} onClick={toggle}>
              {opened ? t('hideProblems') : problems.show}
            </Button>
            {opened && <ProblemList dataset_id={dataset_id} task_id={task_id} />}
          </div>
        )}
      </Stack>
    </Paper>
  )
}
