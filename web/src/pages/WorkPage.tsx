import { Card, Group, SimpleGrid, Stack, Text, Title } from '@mantine/core'
import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import { WorkerRole, WorkerTaskStatus } from '#contract/codes.ts'
import type { WorkerTask } from '#contract/workforce-tasks.ts'
import { EntryBar, EntryLegend } from '#web/components/EntryBar.tsx'
import { Fault } from '#web/components/Fault.tsx'
import { Loading } from '#web/components/Loading.tsx'
import { ButtonLink } from '#web/components/links.tsx'
import { Nothing } from '#web/components/Nothing.tsx'
import { Page } from '#web/components/Page.tsx'
import { TaskBadge } from '#web/components/TaskTable.tsx'
import { useCall } from '#web/data/calls.ts'

/** What a member has to do, task by task: those with work first. */
export function WorkPage() {
  const { t } = useTranslation('work')
  const { data, error, refetch } = useCall('ListWorkerTasks', { limit: 100 })
  if (error) return <Fault error={error} onRetry={() => void refetch()} />
  if (!data) return <Loading />
  const tasks = [...data.worker_tasks].sort((a, b) => Number(leftIn(b) > 0) - Number(leftIn(a) > 0))
  return (
    <Page title={t('title')}>
      {tasks.length === 0 ? (
        <Nothing title={t('none')} help={t('noneHelp')} />
      ) : (
        <>
          <EntryLegend />
          <SimpleGrid cols={{ base: 1, md: 2, xl: 3 }}>
            {tasks.map((task) => (
              <TaskCard key={`${task.task_id} ${task.role}`} task={task} />
            ))}
          </SimpleGrid>
        </>
      )}
    </Page>
  )
}

function TaskCard({ task }: { task: WorkerTask }) {
  const { t } = useTranslation(['work', 'datasets'])
  const { role, sample_stats, task_status, dataset_type, workforce_task_name } = task
  const total = sample_stats?.total_sample_count ?? 0
  const left = leftIn(task)
  const rejected = role === WorkerRole.labeler ? (sample_stats?.rejected_sample_count ?? 0) : 0
  const isLabeler = role === WorkerRole.labeler
  const open = isLabeler ? 'label' : role === WorkerRole.reviewer ? 'review' : 'look'
  const params = { dataset_id: task.dataset_id!, workforce_task_id: task.task_id!, mode: open }
  const id = useId()
  return (
    <Card withBorder padding="lg">
      <Stack gap="sm" h="100%" justify="space-between">
        <Stack gap="xs">
          <Group justify="space-between" wrap="nowrap" align="flex-start">
            <Title order={2} size="h4" id={`${id}-task`} style={{ overflowWrap: 'anywhere' }}>
              {workforce_task_name}
            </Title>
            <TaskBadge status={task_status!} />
          </Group>
          <Text size="sm" c="dimmed">
            {t(`datasets:types.${dataset_type!}`)} · {t('work:role', { role: String(role) })}
          </Text>
          <EntryBar stats={sample_stats} />
          <Group justify="space-between">
            <Text size="sm">{t(isLabeler ? 'work:toDo' : 'work:toReview', { count: left })}</Text>
            <Text size="sm" c="dimmed" className="figures">
              {t('work:progress', { done: doneIn(task), total })}
            </Text>
          </Group>
          {rejected > 0 && (
            <Text size="sm" fw={600} c="red">
              {t('work:rejected', { count: rejected })}
            </Text>
          )}
        </Stack>
        <ButtonLink
          to="/work/$dataset_id/$workforce_task_id/$mode"
          params={params}
          variant={left > 0 && task_status === WorkerTaskStatus.running ? 'filled' : 'default'}
          id={id}
          // Whoever hears one link after the other hears which task each is of.
          aria-labelledby={`${id} ${id}-task`}
        >
          {t(`work:${open}`)}
        </ButtonLink>
      </Stack>
    </Card>
  )
}

/** What this member is through with; a reviewer is not with what nobody has labelled yet. */
function doneIn({ role, sample_stats }: WorkerTask): number {
  const { total_sample_count: total = 0, unannotated_sample_count: none = 0 } = sample_stats ?? {}
  const { rejected_sample_count: rejected = 0, auto_annotation_sample_count: auto = 0 } = sample_stats ?? {}
  const unreviewed = role === WorkerRole.labeler ? 0 : (sample_stats?.unreviewed_sample_count ?? 0)
  return total - none - rejected - auto - unreviewed
}

/** What waits for this member: to be labelled, or to be reviewed. */
function leftIn({ role, sample_stats }: WorkerTask): number {
  const { unannotated_sample_count: none = 0, rejected_sample_count: rejected = 0 } = sample_stats ?? {}
  const { auto_annotation_sample_count: auto = 0, unreviewed_sample_count: unreviewed = 0 } = sample_stats ?? {}
  if (role === WorkerRole.labeler) return none + rejected + auto
  return role === WorkerRole.reviewer ? unreviewed : 0
}
