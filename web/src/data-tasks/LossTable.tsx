import { Table } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { LossCount } from '#contract/versions.ts'
import { Unfold } from '#web/components/Unfold.tsx'
import { ScrolledTable } from './ScrolledTable.tsx'

/** What written files hold otherwise than the dataset, on request: field, why, how often. */
export function LossTable({ losses }: { losses: readonly LossCount[] }) {
  const { t, i18n } = useTranslation('dataTasks')
  if (losses.length === 0) return null
  const number = (value: number) => new Intl.NumberFormat(i18n.language).format(value)
  const count = losses.reduce((sum, loss) => sum + loss.count, 0)
  return (
    <Unfold closed={t('showLosses', { count })} opened={t('hideLosses')}>
      <ScrolledTable label={t('lossList')}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('field')}</Table.Th>
            <Table.Th>{t('reason')}</Table.Th>
            <Table.Th ta="end">{t('times')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {losses.map((loss) => (
            <Table.Tr key={`${loss.field} ${loss.reason}`}>
              <Table.Td style={{ overflowWrap: 'anywhere' }}>{loss.field}</Table.Td>
              <Table.Td lang="en">{loss.reason}</Table.Td>
              <Table.Td ta="end">{number(loss.count)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </ScrolledTable>
    </Unfold>
  )
}
