import { Badge, Table } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { WorkforceTaskStatus } from '#contract/codes.ts'
import type { WorkforceTask } from '#contract/workforce-tasks.ts'
import { EntryBar } from './EntryBar.tsx'
import { AnchorLink } from './links.tsx'
import { Moment } from './Moment.tsx'

/** Team tasks, with the dataset of each where there are several. */
export function TaskTable({
  tasks,
}: {
  tasks: readonly { task: WorkforceTask; dataset_id: string; dataset_name?: string }[]
}) {
  const { t } = useTranslation('tasks')
  const withDataset = tasks.some(({ dataset_name }) => dataset_name !== undefined)
  return (
    <Table.ScrollContainer minWidth={720}>
      <Table verticalSpacing="sm" highlightOnHover>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('name')}</Table.Th>
            {withDataset && <Table.Th>{t('dataset')}</Table.Th>}
            <Table.Th>{t('status')}</Table.Th>
            <Table.Th w="30%">{t('progress')}</Table.Th>
            <Table.Th>{t('created')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {tasks.map(({ task, dataset_id, dataset_name }) => (
            <Table.Tr key={task.task_id}>
              <Table.Td>
                <AnchorLink
                  to="/datasets/$dataset_id/tasks/$workforce_task_id"
                  params={{ dataset_id, workforce_task_id: task.task_id! }}
                  fw={500}
                >
                  {task.task_name}
                </AnchorLink>
              </Table.Td>
              {withDataset && <Table.Td>{dataset_name}</Table.Td>}
              <Table.Td>
                <TaskBadge status={task.status!} />
              </Table.Td>
              <Table.Td>
                <EntryBar stats={task.sample_stats} />
              </Table.Td>
              <Table.Td>
                <Moment time={task.create_time} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  )
}

const colours: Partial<Record<WorkforceTaskStatus, string>> = {
  [WorkforceTaskStatus.accepted]: 'green',
  [WorkforceTaskStatus.rejected]: 'red',
  [WorkforceTaskStatus.running]: 'petrol',
  [WorkforceTaskStatus.accepting]: 'indigo',
}

export function TaskBadge({ status }: { status: WorkforceTaskStatus }) {
  const { t } = useTranslation('tasks')
  return (
    <Badge variant="light" color={colours[status] ?? 'gray'}>
      {t(`statuses.${status}`)}
    </Badge>
  )
}
