import { Button, Divider, Group, Stack, Title } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconArrowLeft } from '@tabler/icons-react'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { WorkforceTaskStatus } from '#contract/codes.ts'
import { AcceptancePanel } from '#web/components/acceptance/AcceptancePanel.tsx'
import { ConfirmModal } from '#web/components/ConfirmModal.tsx'
import { CopyAccepted } from '#web/components/CopyAccepted.tsx'
import { EntryBar, EntryLegend } from '#web/components/EntryBar.tsx'
import { Fault } from '#web/components/Fault.tsx'
import { Guideline } from '#web/components/Guideline.tsx'
import { Loading } from '#web/components/Loading.tsx'
import { AnchorLink, ButtonLink } from '#web/components/links.tsx'
import { MemberProgress } from '#web/components/MemberProgress.tsx'
import { Page } from '#web/components/Page.tsx'
import { TaskPeopleModal } from '#web/components/TaskPeopleModal.tsx'
import { TaskSettings } from '#web/components/TaskSettings.tsx'
import { TaskBadge } from '#web/components/TaskTable.tsx'
import { useCall, useSend } from '#web/data/calls.ts'

const route = getRouteApi('/signed-in/shell/datasets/$dataset_id/tasks/$workforce_task_id')

/** One team task as its owner sees it: how far everybody is, acceptance, guideline, settings. */
export function TaskPage() {
  const { t } = useTranslation('tasks')
  const names = route.useParams()
  const navigate = useNavigate()
  const { data: task, error, refetch } = useCall('DescWorkforceTask', { ...names, sample_stats: true })
  const dataset = useCall('DescDataset', { dataset_id: names.dataset_id })
  const [removing, remover] = useDisclosure()
  const [changing, changer] = useDisclosure()
  const remove = useSend('DeleteWorkforceTask', ['ListWorkforceTasks', 'ListDatasets', 'DescDataset'])
  const start = useSend('StartWorkforceTask', ['DescWorkforceTask', 'ListWorkforceTasks'])
  if (error) return <Fault error={error} onRetry={() => void refetch()} />
  if (!task) return <Loading />
  const toList = () => void navigate({ to: '/datasets/$dataset_id/tasks', params: { dataset_id: names.dataset_id } })
  return (
    <Page
      title={task.task_name!}
      about={task.description}
      trail={
        <AnchorLink to="/datasets/$dataset_id/tasks" params={{ dataset_id: names.dataset_id }} size="sm">
          <Group component="span" gap={4} display="inline-flex" wrap="nowrap">
            <IconArrowLeft size={14} aria-hidden />
            {t('ofDataset', { name: dataset.data?.dataset_name ?? '…' })}
          </Group>
        </AnchorLink>
      }
      actions={
        <>
          {task.status === WorkforceTaskStatus.created && (
            <Button loading={start.isPending} onClick={() => start.mutate({ args: names, body: {} })}>
              {t('start')}
            </Button>
          )}
          <ButtonLink
            to="/work/$dataset_id/$workforce_task_id/$mode"
            params={{ ...names, mode: 'look' }}
            variant="default"
          >
            {t('open')}
          </ButtonLink>
          <Button variant="default" onClick={changer.open}>
            {t('people')}
          </Button>
          <Button variant="default" c="red" onClick={remover.open}>
            {t('remove')}
          </Button>
        </>
      }
    >
      <ConfirmModal
        opened={removing}
        question={t('removeSure', { name: task.task_name! })}
        confirm={t('remove')}
        busy={remove.isPending}
        error={remove.error}
        onClose={remover.close}
        onConfirm={() => remove.mutate({ args: names }, { onSuccess: toList })}
      />
      <TaskPeopleModal opened={changing} onClose={changer.close} names={names} task={task} />
      {start.error && <Fault error={start.error} />}
      {task.muster?.error_msg && <Fault error={new Error(task.muster.error_msg)} />}
      <Stack gap="xs">
        <Group justify="space-between">
          <TaskBadge status={task.status!} />
          <EntryLegend />
        </Group>
        <EntryBar stats={task.sample_stats} />
      </Stack>
      <AcceptancePanel names={names} task={task} />
      <Divider />
      <Stack gap="xs">
        <Title order={2} size="h4">
          {t('members')}
        </Title>
        <MemberProgress names={names} members={task.worker_stats ?? []} />
      </Stack>
      <Divider />
      {task.auto_sync_dataset === false && <CopyAccepted names={names} />}
      <Guideline names={names} editable />
      <Divider />
      <TaskSettings task={task} />
    </Page>
  )
}
