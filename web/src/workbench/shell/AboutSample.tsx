import { Table } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { DescribeSampleResp } from '#contract/samples.ts'
import { Moment } from '#web/components/Moment.tsx'
import { textOfBytes } from '#web/i18n/numbers.ts'

/** What is known of the file of a sample, with its metadata. */
export function AboutSample({ sample }: { sample: DescribeSampleResp }) {
  const { t, i18n } = useTranslation('workbench')
  const { sample_name, sample_dir, sample_size, sample_time, metadata = {} } = sample
  const rows = Object.entries(metadata).map(([key, value]) => [key, JSON.stringify(value)] as const)
  return (
    <Table fz="xs" layout="fixed">
      <Table.Tbody>
        <Table.Tr>
          <Table.Th scope="row">{t('file')}</Table.Th>
          <Table.Td style={{ overflowWrap: 'anywhere' }}>
            {sample_dir}
            {sample_name}
          </Table.Td>
        </Table.Tr>
        <Table.Tr>
          <Table.Th scope="row">{t('size')}</Table.Th>
          <Table.Td>{sample_size !== undefined && textOfBytes(sample_size, i18n.language)}</Table.Td>
        </Table.Tr>
        <Table.Tr>
          <Table.Th scope="row">{t('changed')}</Table.Th>
          <Table.Td>
            <Moment time={sample_time} />
          </Table.Td>
        </Table.Tr>
        {rows.map(([key, value]) => (
          <Table.Tr key={key}>
            <Table.Th scope="row" style={{ overflowWrap: 'anywhere' }}>
              {key}
            </Table.Th>
            <Table.Td style={{ overflowWrap: 'anywhere' }}>{value}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  )
}
