import { Paper, Table, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { DescDatasetResp } from '#contract/datasets.ts'
import { AnchorLink } from '#web/components/links.tsx'

/** How much there is in a dataset without labels, and the columns of a table. */
export function FilesOverview({ dataset, total }: { dataset: DescDatasetResp; total: number }) {
  const { t } = useTranslation(['overview', 'datasets'])
  const columns = dataset.schema ?? []
  return (
    <>
      <Paper withBorder p="sm" maw={320}>
        <AnchorLink to="/datasets/$dataset_id/samples" params={{ dataset_id: dataset.dataset_id! }} size="sm">
          {t('overview:files')}
        </AnchorLink>
        <Text size="xl" fw={650} className="figures">
          {t('datasets:fileCount', { count: total })}
        </Text>
      </Paper>
      {columns.length > 0 && (
        <Paper withBorder p="md" component="section" maw={640}>
          <Table captionSide="top">
            <Table.Caption ta="start">{t('overview:columns')}</Table.Caption>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{t('overview:columnName')}</Table.Th>
                <Table.Th>{t('overview:columnType')}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {columns.map(({ name, type }) => (
                <Table.Tr key={name}>
                  <Table.Td style={{ overflowWrap: 'anywhere' }}>
                    <bdi>{name}</bdi>
                  </Table.Td>
                  <Table.Td>{type}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Paper>
      )}
    </>
  )
}
