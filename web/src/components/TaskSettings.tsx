import { Stack, Table, Title } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { WorkforceTask } from '#contract/workforce-tasks.ts'
import { Moment } from './Moment.tsx'

/** What was chosen when a task was made. */
export function TaskSettings({ task }: { task: WorkforceTask }) {
  const { t } = useTranslation('tasks')
  const yesOrNo = (value: boolean | undefined) => (value ? t('yes') : t('no'))
  const rows = [
    [t('perSample'), task.repetition],
    [t('autoSync'), yesOrNo(task.auto_sync_dataset)],
    [t('lateData'), yesOrNo(task.synchronize_data)],
    [t('autoLabels'), yesOrNo(task.synchronize_auto_labeling_data)],
  ] as const
  return (
    <Stack gap="xs">
      <Title order={2} size="h4">
        {t('settings')}
      </Title>
      <Table maw={560}>
        <Table.Tbody>
          {rows.map(([name, value]) => (
            <Table.Tr key={name}>
              <Table.Th scope="row" fw={400}>
                {name}
              </Table.Th>
              <Table.Td>{value}</Table.Td>
            </Table.Tr>
          ))}
          <Table.Tr>
            <Table.Th scope="row" fw={400}>
              {t('created')}
            </Table.Th>
            <Table.Td>
              <Moment time={task.create_time} />
            </Table.Td>
          </Table.Tr>
        </Table.Tbody>
      </Table>
    </Stack>
  )
}
