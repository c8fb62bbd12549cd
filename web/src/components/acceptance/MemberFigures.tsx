import { Table } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { MemberRole } from '#contract/codes.ts'
import type { WorkerTask } from '#contract/workforce-tasks.ts'
import { letterOf } from '#core/acceptance/report.ts'
import { textOfShare } from '#web/i18n/numbers.ts'

/** How each labeler of a task stands: entries by state, pass rate and rating over all acceptances. */
export function MemberFigures({ members }: { members: readonly WorkerTask[] }) {
  const { t, i18n } = useTranslation(['acceptance', 'tasks'])
  const number = (value: number | undefined) => new Intl.NumberFormat(i18n.language).format(value ?? 0)
  const columns = [
    ['tasks:entries', 'total_sample_count'],
    ['tasks:states.accepted', 'accepted_sample_count'],
    ['tasks:states.rejected', 'rejected_sample_count'],
    ['tasks:states.uncheck', 'uncheck_sample_count'],
  ] as const
  const labelers = members.filter(({ role }) => role === MemberRole.labeler)
  return (
    <Table>
      <Table.Thead>
        <Table.Tr>
          <Table.Th w="30%">{t('tasks:member')}</Table.Th>
          {columns.map(([name]) => (
            <Table.Th key={name} ta="end">
              {t(name)}
            </Table.Th>
          ))}
          <Table.Th ta="end">{t('acceptance:page.passRate')}</Table.Th>
          <Table.Th ta="end">{t('acceptance:figures.rating')}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {labelers.map(({ worker_id, email, sample_stats, pass_rate = 0, score = 0, muster }) => (
          <Table.Tr key={worker_id}>
            <Table.Th scope="row" fw={400} style={{ overflowWrap: 'anywhere' }}>
              {email}
            </Table.Th>
            {columns.map(([name, field]) => (
              <Table.Td key={name} ta="end">
                {number(sample_stats?.[field])}
              </Table.Td>
            ))}
            <Table.Td ta="end">{muster?.checked_sample_count ? textOfShare(pass_rate, i18n.language) : '–'}</Table.Td>
            <Table.Td ta="end">{muster?.checked_sample_count ? letterOf(score) : '–'}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  )
}
