import { Table, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { CheckTaskStats } from '#contract/acceptance.ts'
import type { Outcome } from '#core/acceptance/finish.ts'
import { type Ending, finishRows, finishTotals, wrongAmongAccepted } from './finish-rows.ts'

const colours: Record<Outcome, string | undefined> = {
  ACCEPTED: 'var(--mantine-color-green-text)',
  REJECTED: 'light-dark(var(--mantine-color-red-9), var(--mantine-color-red-4))',
  UNCHECK: undefined,
}

/** What an ending makes of each group of the pool, in numbers. */
export function FinishRows({ ending, stats }: { ending: Ending; stats: CheckTaskStats }) {
  const { t, i18n } = useTranslation('acceptance')
  const number = new Intl.NumberFormat(i18n.language)
  const rows = finishRows(ending, stats)
  const totals = finishTotals(rows)
  const outcomes = (Object.keys(totals) as Outcome[]).filter((outcome) => totals[outcome] > 0)
  const inWords = outcomes.map((outcome) => t(`totals.${outcome}`, { entries: totals[outcome] }))
  return (
    <div aria-live="polite">
      <Table withTableBorder>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('rows.kind')}</Table.Th>
            <Table.Th ta="end">{t('rows.count')}</Table.Th>
            <Table.Th>{t('rows.outcome')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map(({ kind, count, outcome }) => (
            <Table.Tr key={kind}>
              <Table.Th scope="row" fw={400}>
                {t(`rows.${kind}`)}
              </Table.Th>
              <Table.Td ta="end">{number.format(count)}</Table.Td>
              <Table.Td c={colours[outcome]} fw={500}>
                {t(`outcomes.${outcome}`)}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
        <Table.Tfoot>
          <Table.Tr>
            <Table.Th scope="row">{t('rows.total')}</Table.Th>
            <Table.Td ta="end" fw={600}>
              {number.format(stats.total_sample_count ?? 0)}
            </Table.Td>
            <Table.Td fw={600}>{new Intl.ListFormat(i18n.language, { type: 'unit' }).format(inWords)}</Table.Td>
          </Table.Tr>
        </Table.Tfoot>
      </Table>
      <Text size="sm" mt="xs" mih="1.5em">
        {totals.ACCEPTED > 0 && t('leftWrong', { wrong: wrongAmongAccepted(ending, stats) })}
      </Text>
    </div>
  )
}
