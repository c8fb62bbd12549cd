import { Progress, Table, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { LabelStats } from '#contract/labels.ts'
import { colourOfLabel } from '#core/labels/colours.ts'
import { LabelChip } from '#web/components/LabelChip.tsx'
import { textOfShare } from '#web/i18n/numbers.ts'

/** How often each label is used in a task, most used first. */
export function LabelShares({ labels }: { labels: readonly LabelStats[] }) {
  const { t, i18n } = useTranslation('acceptance')
  const number = (value: number | undefined) => new Intl.NumberFormat(i18n.language).format(value ?? 0)
  const total = labels.reduce((sum, { count = 0 }) => sum + count, 0)
  if (total === 0) return <Text size="sm">{t('page.noLabels')}</Text>
  const sorted = labels.toSorted((a, b) => (b.count ?? 0) - (a.count ?? 0))
  return (
    <Table>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t('page.label')}</Table.Th>
          <Table.Th ta="end">{t('page.uses')}</Table.Th>
          <Table.Th ta="end">{t('page.samples')}</Table.Th>
          <Table.Th w="40%">{t('page.share')}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {sorted.map(({ name, type, count = 0, sample_count, property }) => {
          const colour = property?.['@modelarts:color']
          const share = textOfShare(count / total, i18n.language)
          return (
            <Table.Tr key={`${type} ${name}`}>
              <Table.Td>
                <LabelChip name={name!} colour={colour} />
              </Table.Td>
              <Table.Td ta="end">{number(count)}</Table.Td>
              <Table.Td ta="end">{number(sample_count)}</Table.Td>
              <Table.Td>
                <Progress value={(100 * count) / total} color={colourOfLabel(name, colour)} aria-label={share} />
                <Text size="xs">{share}</Text>
              </Table.Td>
            </Table.Tr>
          )
        })}
      </Table.Tbody>
    </Table>
  )
}
