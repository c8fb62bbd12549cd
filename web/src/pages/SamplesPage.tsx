import { Button, Group, Stack } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconUpload } from '@tabler/icons-react'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Fault } from '#web/components/Fault.tsx'
import { Loading } from '#web/components/Loading.tsx'
import { Nothing } from '#web/components/Nothing.tsx'
import { useCall } from '#web/data/calls.ts'
import { useKeepPreference, usePreferences } from '#web/data/preferences.ts'
import { AddFilesModal } from '#web/samples/AddFilesModal.tsx'
import { canBeHard, hasLabels, isListed } from '#web/samples/dataset-kinds.ts'
import { FilterBar } from '#web/samples/FilterBar.tsx'
import { SampleBrowser } from '#web/samples/SampleBrowser.tsx'
import { readSize } from '#web/samples/sizes.ts'
import { useBulkEdit } from '#web/samples/useBulkEdit.ts'
import type { SampleFilter } from '#web/search.ts'

const route = getRouteApi('/signed-in/shell/datasets/$dataset_id/samples')

/** The samples of a dataset: found by filters that stand in the address, labelled and marked many at once. */
export function SamplesPage() {
  const { t } = useTranslation('samples')
  const { dataset_id } = route.useParams()
  const filter = route.useSearch()
  const navigate = useNavigate()
  const size = readSize(usePreferences().sampleSize)
  const keep = useKeepPreference()
  const { data: dataset } = useCall('DescDataset', { dataset_id })
  const labels = useCall('ListLabels', { dataset_id })
  const stats = useCall('GetDatasetStats', { dataset_id })
  const bulk = useBulkEdit(dataset_id)
  const [adding, add] = useDisclosure()
  const error = labels.error ?? stats.error
  if (error) return <Fault error={error} onRetry={() => void Promise.all([labels.refetch(), stats.refetch()])} />
  if (!dataset || !labels.data || !stats.data) return <Loading />
  const dataset_type = dataset.dataset_type!
  const setFilter = (search: SampleFilter) =>
    void navigate({ to: '/datasets/$dataset_id/samples', params: { dataset_id }, search })
  const addButton = (
    <Button size="sm" flex="none" leftSection={<IconUpload size={18} />} onClick={add.open}>
      {t('addFiles')}
    </Button>
  )
  return (
    <Stack gap="sm">
      {adding && <AddFilesModal dataset_id={dataset_id} dataset_type={dataset_type} onClose={add.close} />}
      {stats.data.sample_stats?.total === 0 ? (
        <Nothing title={t('none')} help={t('noneHelp')}>
          {addButton}
        </Nothing>
      ) : (
        <>
          <Group justify="space-between" align="flex-start" wrap="nowrap">
            <FilterBar
              filter={filter}
              stats={stats.data}
              size={isListed(dataset_type) ? undefined : size}
              hasLabels={hasLabels(dataset_type)}
              hasHard={canBeHard(dataset_type)}
              onFilter={setFilter}
              onSize={(sampleSize) => keep.mutate({ sampleSize })}
            />
            {addButton}
          </Group>
          <SampleBrowser
            key={JSON.stringify(filter)}
            dataset_id={dataset_id}
            dataset_type={dataset_type}
            filter={filter}
            size={size}
            labels={labels.data.labels}
            bulk={bulk}
            hasKeys={!adding}
            onNoFilter={() => setFilter({})}
          />
        </>
      )}
    </Stack>
  )
}
