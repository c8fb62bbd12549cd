import { Button, Table, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { LabelStats } from '#contract/labels.ts'
import { colourOfLabel } from '#core/labels/colours.ts'
import { LabelChip } from '#web/components/LabelChip.tsx'
import { AnchorLink } from '#web/components/links.tsx'
import classes from './LabelDistribution.module.css'

const FIRST = 50

/** How often each label is used, most used first: a chart whose bars stand in a table. */
export function LabelDistribution({ dataset_id, labels }: { dataset_id: string; labels: readonly LabelStats[] }) {
  const { t, i18n } = useTranslation('overview')
  const [whole, setWhole] = useState(false)
  if (labels.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        {t('noLabels')}{' '}
        <AnchorLink to="/datasets/$dataset_id/labels" params={{ dataset_id }} inherit>
          {t('makeLabels')}
        </AnchorLink>
      </Text>
    )
  }
  const sorted = labels.toSorted((a, b) => usesOf(b) - usesOf(a))
  const shown = whole ? sorted : sorted.slice(0, FIRST)
  const most = Math.max(1, usesOf(sorted[0]!))
  const number = (value: number) => new Intl.NumberFormat(i18n.language).format(value)
  return (
    <>
      <Table verticalSpacing={4} horizontalSpacing="xs">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('labelName')}</Table.Th>
            <Table.Th w="40%" aria-label={t('share')} />
            <Table.Th ta="end">{t('uses')}</Table.Th>
            <Table.Th ta="end">{t('samples')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {shown.map((label) => {
            const colour = label.property?.['@modelarts:color']
            return (
              <Table.Tr key={`${label.type} ${label.name}`}>
                <Table.Td maw={200}>
                  <Link
                    to="/datasets/$dataset_id/samples"
                    params={{ dataset_id }}
                    search={{ label: label.name }}
                    className={classes.link}
                  >
                    <LabelChip name={label.name!} colour={colour} />
                  </Link>
                </Table.Td>
                <Table.Td>
                  <div
                    className={classes.bar}
                    style={{ width: `${(100 * usesOf(label)) / most}%`, background: colourOfLabel(label.name, colour) }}
                  />
                </Table.Td>
                <Table.Td ta="end">{number(usesOf(label))}</Table.Td>
                <Table.Td ta="end">{number(label.sample_count ?? 0)}</Table.Td>
              </Table.Tr>
            )
          })}
        </Table.Tbody>
      </Table>
      {sorted.length > FIRST && (
        <Button variant="subtle" size="compact-sm" mt="xs" onClick={() => setWhole(!whole)}>
          {whole ? t('showFirst', { count: FIRST }) : t('showAll', { count: sorted.length })}
        </Button>
      )}
    </>
  )
}

const usesOf = ({ count = 0 }: LabelStats) => count
