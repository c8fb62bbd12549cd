import { Badge, Group, Pagination, Table, Text, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconPlus, IconSearch } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { DatasetStatus } from '#contract/codes.ts'
import type { DatasetAndFilePreview } from '#contract/datasets.ts'
import { AnotherDemo, DemoPeople, useDemo } from '#web/components/DemoButton.tsx'
import { Fault } from '#web/components/Fault.tsx'
import { LabelledBar } from '#web/components/LabelledBar.tsx'
import { Loading } from '#web/components/Loading.tsx'
import { AnchorLink, ButtonLink } from '#web/components/links.tsx'
import { Moment } from '#web/components/Moment.tsx'
import { Nothing } from '#web/components/Nothing.tsx'
import { Page } from '#web/components/Page.tsx'
import { Welcome } from '#web/components/Welcome.tsx'
import { useCall } from '#web/data/calls.ts'
import { hasLabels } from '#web/samples/dataset-kinds.ts'

const ROWS = 20
const TYPING = 250

export function DatasetsPage() {
  const { t } = useTranslation('datasets')
  const demo = useDemo()
  const [search, setSearch] = useState('')
  const [search_content] = useDebouncedValue(search.trim(), TYPING)
  const [page, setPage] = useState(1)
  const args = { search_content, offset: page - 1, limit: ROWS }
  const { data, error, refetch } = useCall('ListDatasets', args, { keepPrevious: true })
  if (error) return <Fault error={error} onRetry={() => void refetch()} />
  if (!data) return <Loading />
  const isEmpty = data.total_number === 0 && search_content === ''
  if (isEmpty || demo.isPending) return <Welcome demo={demo} />
  const pages = Math.ceil(data.total_number / ROWS)
  return (
    <Page
      title={t('title')}
      actions={
        <ButtonLink to="/datasets/new" leftSection={<IconPlus size={18} />}>
          {t('create')}
        </ButtonLink>
      }
    >
      <TextInput
        aria-label={t('search')}
        placeholder={t('search')}
        leftSection={<IconSearch size={16} />}
        maw={320}
        value={search}
        onChange={(event) => {
          setSearch(event.currentTarget.value)
          setPage(1)
        }}
      />
      {data.datasets.length === 0 ? (
        <Nothing title={t('none')} help={t('noneHelp')} />
      ) : (
        <Table.ScrollContainer minWidth={720}>
          <Table verticalSpacing="sm" highlightOnHover>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{t('name')}</Table.Th>
                <Table.Th>{t('type')}</Table.Th>
                <Table.Th>{t('progress')}</Table.Th>
                <Table.Th>{t('status')}</Table.Th>
                <Table.Th>{t('modified')}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {data.datasets.map((dataset) => (
                <DatasetRow key={dataset.dataset_id} dataset={dataset} />
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
      {pages > 1 && (
        <Group justify="center">
          <Pagination aria-label={t('pages')} total={pages} value={page} onChange={setPage} />
        </Group>
      )}
      <AnotherDemo />
      <DemoPeople demo={demo} />
    </Page>
  )
}

function DatasetRow({ dataset }: { dataset: DatasetAndFilePreview }) {
  const { t } = useTranslation('datasets')
  const { dataset_id, dataset_name, dataset_type, status } = dataset
  return (
    <Table.Tr>
      <Table.Td>
        <AnchorLink to="/datasets/$dataset_id" params={{ dataset_id: dataset_id! }} fw={500}>
          {dataset_name}
        </AnchorLink>
      </Table.Td>
      <Table.Td>{t(`types.${dataset_type!}`)}</Table.Td>
      <Table.Td>
        {hasLabels(dataset_type!) ? (
          <LabelledBar labelled={dataset.annotated_sample_count ?? 0} total={dataset.total_sample_count ?? 0} />
        ) : (
          <Text size="xs" c="dimmed" className="figures">
            {t('fileCount', { count: dataset.total_sample_count ?? 0 })}
          </Text>
        )}
      </Table.Td>
      <Table.Td>
        <Badge variant="light" color={colorOf(status!)}>
          {t(`states.${status!}`)}
        </Badge>
      </Table.Td>
      <Table.Td>
        <Moment time={dataset.update_time} />
      </Table.Td>
    </Table.Tr>
  )
}

function colorOf(status: DatasetStatus): string {
  if (status === DatasetStatus.normal) return 'green'
  return status === DatasetStatus.abnormal ? 'red' : 'blue'
}
