import { Table } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { DescDatasetResp } from '#contract/datasets.ts'
import type { DescWorkforceTaskResp } from '#contract/workforce-tasks.ts'
import { Moment } from '#web/components/Moment.tsx'
import { useSession } from '#web/data/session.tsx'

/** What a report is about, from when, and by whom. */
export function ReportHead({
  dataset,
  task,
  finished,
}: {
  dataset: DescDatasetResp
  task: DescWorkforceTaskResp
  finished: boolean
}) {
  const { t } = useTranslation('acceptance')
  const { user_name } = useSession()
  const { checking_task_id, action, overwrite_last_result } = task.checking_task_desc ?? {}
  const ending = action === undefined ? t('page.cancelled') : t(`endings.${action}`)
  const rows = [
    ['dataset', dataset.dataset_name],
    ['task', task.task_name],
    ['number', checking_task_id],
    ...(finished ? ([['ended', ending]] as const) : ([['status', t('page.running')]] as const)),
    ...(finished && action !== undefined
      ? ([['overwritten', t(overwrite_last_result ? 'page.replaced' : 'page.kept')]] as const)
      : []),
    ['made', <Moment key="now" time={Date.now()} />],
    ['by', user_name],
  ] as const
  return (
    <Table variant="vertical" layout="fixed" withTableBorder>
      <Table.Tbody>
        {rows.map(([name, value]) => (
          <Table.Tr key={name}>
            <Table.Th w={220}>{t(`page.${name}`)}</Table.Th>
            <Table.Td style={{ overflowWrap: 'anywhere' }}>{value}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  )
}
