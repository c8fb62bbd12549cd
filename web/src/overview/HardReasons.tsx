import { Progress, Table } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { HARD_REASONS } from '#contract/codes.ts'
import type { ListStatsResp } from '#contract/datasets.ts'

type HardId = Extract<keyof typeof HARD_REASONS, `${number}`>

/** Why samples count as hard examples, the most frequent reason first. */
export function HardReasons({ stats }: { stats: NonNullable<ListStatsResp['hard_detail_stats']> }) {
  const { t, i18n } = useTranslation(['overview', 'hard'])
  const reasons = Object.entries(stats)
    .map(([id, { key = 0 }]) => ({ id: id as HardId, count: key }))
    .sort((a, b) => b.count - a.count)
  const most = reasons[0]?.count ?? 1
  return (
    <Table verticalSpacing={4}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t('overview:reason')}</Table.Th>
          <Table.Th w="35%" aria-label={t('overview:share')} />
          <Table.Th ta="end">{t('overview:samples')}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {reasons.map(({ id, count }) => (
          <Table.Tr key={id}>
            <Table.Td>{t(`hard:reasons.${id}`)}</Table.Td>
            <Table.Td>
              <Progress value={(100 * count) / most} color="orange.7" aria-hidden />
            </Table.Td>
            <Table.Td ta="end">{new Intl.NumberFormat(i18n.language).format(count)}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  )
}
