import { Button, Group, Stack, Table, Text } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { Fault } from '#web/components/Fault.tsx'
import { Loading } from '#web/components/Loading.tsx'
import { useCall } from '#web/data/calls.ts'
import { ScrolledTable } from './ScrolledTable.tsx'

const FIRST = 100

/** What a task could not take as it was: the first of it here, all of it as a file for spreadsheets. */
export function ProblemList({ dataset_id, task_id }: { dataset_id: string; task_id: string }) {
  const { t } = useTranslation('dataTasks')
  const { data, error, refetch } = useCall('ListDataTaskProblems', { dataset_id, task_id, limit: FIRST })
  if (error) return <Fault error={error} onRetry={() => void refetch()} />
  if (!data) return <Loading />
  if (data.problems.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        {t('noProblems')}
      </Text>
    )
  }
  return (
    <Stack gap="xs">
      <ScrolledTable label={t('problemList')}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('kind')}</Table.Th>
            <Table.Th w="30%">{t('file')}</Table.Th>
            <Table.Th ta="end">{t('line')}</Table.Th>
            <Table.Th>{t('reason')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {data.problems.map(({ kind, path, line, reason }, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: problems have no names, and their order is theirs for good.
            <Table.Tr key={index}>
              <Table.Td style={{ whiteSpace: 'nowrap' }}>{t(`kinds.${kind}`)}</Table.Td>
              <Table.Td style={{ overflowWrap: 'anywhere' }} dir="auto">
                {path}
              </Table.Td>
              <Table.Td ta="end">{line}</Table.Td>
              <Table.Td lang="en" dir="auto">
                {reason}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </ScrolledTable>
      <Group gap="sm">
        <Button
          component="a"
          href={`/muster/v1/datasets/${dataset_id}/data-tasks/${task_id}/problems.csv`}
          download
          variant="default"
          size="compact-sm"
          leftSection={<IconDownload size={16} />}
        >
          {t('asCsv')}
        </Button>
        {data.cursor && (
          <Text size="sm" c="dimmed">
            {t('firstOnly', { count: data.problems.length })}
          </Text>
        )}
      </Group>
    </Stack>
  )
}
