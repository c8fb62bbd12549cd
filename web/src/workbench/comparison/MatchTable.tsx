import { Table, Text } from '@mantine/core'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { DescribeSampleResp } from '#contract/samples.ts'
import { boundsOf } from '#core/geometry/shape.ts'
import type { WorkLabel } from '#web/workbench/document/label.ts'
import type { Match } from './compare.ts'
import type { KnownVersion } from './useVersions.ts'
import classes from './VersionBar.module.css'

/** Label by label who has it; what not everybody has comes first. */
export function MatchTable({
  versions,
  matches,
  sample,
  nameOf,
}: {
  versions: readonly KnownVersion[]
  matches: readonly Match[]
  sample: DescribeSampleResp
  nameOf: (version: KnownVersion) => string
}) {
  const { t } = useTranslation('review')
  const letters = useMemo(() => [...(sample.sample_data?.[0] ?? '')], [sample])
  const isShared = ({ of }: Match) => versions.every(({ key }) => of.has(key))
  const rows = [...matches.filter((match) => !isShared(match)), ...matches.filter(isShared)]
  const words = (start: number, end: number) => `“${letters.slice(start, Math.min(end, start + 60)).join('')}”`
  const placeOf = ({ place }: WorkLabel, { content }: KnownVersion): string => {
    switch (place.kind) {
      case 'none':
        return ''
      case 'span':
        return words(place.start, place.end)
      case 'shape': {
        const [x, y, right, bottom] = boundsOf(place.shape).map(Math.round) as [number, number, number, number]
        return t('at', { x, y, width: right - x, height: bottom - y })
      }
      case 'relation': {
        const ends = [place.from, place.to].map((id) => content.labels.find((label) => label.id === id)?.place)
        return ends.map((end) => (end?.kind === 'span' ? words(end.start, end.end) : '?')).join(' → ')
      }
    }
  }
  if (rows.length === 0) return <Text size="sm">{t('noLabels')}</Text>
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls
    <section className={classes.table} tabIndex={0} aria-label={t('differences')}>
      <Table fz="xs" stickyHeader>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('label')}</Table.Th>
            {versions.map((version) => (
              <Table.Th key={version.key} ta="center" title={version.who}>
                {nameOf(version)}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map(({ label, of }) => {
            const first = versions.find(({ key }) => of.has(key))!
            return (
              <Table.Tr key={`${first.key} ${label.id}`} fw={of.size < versions.length ? 600 : undefined}>
                <Table.Td dir="auto" style={{ overflowWrap: 'anywhere' }}>
                  <bdi>{label.name}</bdi>{' '}
                  <Text span inherit c="dimmed" fw={400}>
                    {placeOf(label, first)}
                  </Text>
                </Table.Td>
                {versions.map(({ key }) => (
                  <Table.Td key={key} ta="center">
                    <span role="img" aria-label={t(of.has(key) ? 'has' : 'hasNot')}>
                      {of.has(key) ? '✓' : '–'}
                    </span>
                  </Table.Td>
                ))}
              </Table.Tr>
            )
          })}
        </Table.Tbody>
      </Table>
    </section>
  )
}
