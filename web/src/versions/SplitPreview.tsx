import { Button, Table } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { LabelStats } from '#contract/labels.ts'
import { LabelChip } from '#web/components/LabelChip.tsx'
import { splitOf } from './publish-form.ts'

const FIRST = 6

/** What a split means for each label, the most used first. */
export function SplitPreview({ labels, train }: { labels: readonly LabelStats[]; train: number }) {
  const { t, i18n } = useTranslation('versions')
  const [whole, setWhole] = useState(false)
  const used = labels
    .filter(({ sample_count = 0 }) => sample_count > 0)
    .toSorted((a, b) => (b.sample_count ?? 0) - (a.sample_count ?? 0))
  const number = (value: number) => new Intl.NumberFormat(i18n.language).format(value)
  return (
    <>
      <Table mt="md" verticalSpacing={4} aria-label={t('preview')}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('label')}</Table.Th>
            <Table.Th ta="end">{t('labelledSamples')}</Table.Th>
            <Table.Th ta="end">{t('train')}</Table.Th>
            <Table.Th ta="end">{t('eval')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {(whole ? used : used.slice(0, FIRST)).map(({ name = '', type, property, sample_count = 0 }) => {
            const sides = splitOf(sample_count, train)
            return (
              <Table.Tr key={`${type} ${name}`}>
                <Table.Td>
                  <LabelChip name={name} colour={property?.['@modelarts:color']} />
                </Table.Td>
                <Table.Td ta="end">{number(sample_count)}</Table.Td>
                <Table.Td ta="end">{number(sides.train)}</Table.Td>
                <Table.Td ta="end">{number(sides.eval)}</Table.Td>
              </Table.Tr>
            )
          })}
        </Table.Tbody>
      </Table>
      {!whole && used.length > FIRST && (
        <Button variant="subtle" size="compact-sm" onClick={() => setWhole(true)}>
          {t('showAll', { count: used.length })}
        </Button>
      )}
    </>
  )
}
