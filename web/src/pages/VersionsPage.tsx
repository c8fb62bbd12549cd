import { Button, Group, Pagination, Stack, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconTag } from '@tabler/icons-react'
import { getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { DatasetStatus, VersionStatus } from '#contract/codes.ts'
import type { DatasetVersion } from '#contract/versions.ts'
import { Fault } from '#web/components/Fault.tsx'
import { Loading } from '#web/components/Loading.tsx'
import { Nothing } from '#web/components/Nothing.tsx'
import { useCall } from '#web/data/calls.ts'
import { DeleteVersionModal } from '#web/versions/DeleteVersionModal.tsx'
import { KeptStates } from '#web/versions/KeptStates.tsx'
import { PublishModal } from '#web/versions/PublishModal.tsx'
import { SwitchModal } from '#web/versions/SwitchModal.tsx'
import { VersionCard } from '#web/versions/VersionCard.tsx'

const route = getRouteApi('/signed-in/shell/datasets/$dataset_id/versions')

const ROWS = 20
const WHILE_BUSY = 2000
const passing: readonly (number | undefined)[] = [VersionStatus.creating, VersionStatus.deleting]

/** The published versions of a dataset, newest first, and the states that were kept when one was switched to. */
export function VersionsPage() {
  const { t } = useTranslation(['versions', 'dataTasks'])
  const { dataset_id } = route.useParams()
  const [page, setPage] = useState(1)
  const [publishing, publish] = useDisclosure()
  const [chosen, setChosen] = useState<DatasetVersion | null>(null)
  const [deleted, setDeleted] = useState<DatasetVersion | null>(null)
  const dataset = useCall('DescDataset', { dataset_id }).data
  const args = { dataset_id, limit: ROWS, offset: page - 1 }
  const { data, error, refetch } = useCall('ListDatasetVersions', args, { keepPrevious: true })
  const states = useCall('ListDatasetStates', { dataset_id }).data?.states ?? []
  const isSwitching = dataset?.status === DatasetStatus.switching
  const isBusy = isSwitching || [...(data?.versions ?? []), ...states].some(({ status }) => passing.includes(status))
  const refetchInterval = isBusy ? WHILE_BUSY : (false as const)
  useCall('ListDatasetVersions', args, { refetchInterval })
  useCall('ListDatasetStates', { dataset_id }, { refetchInterval })
  useCall('DescDataset', { dataset_id }, { refetchInterval })
  if (error) return <Fault error={error} onRetry={() => void refetch()} />
  if (!data || !dataset) return <Loading />
  const { versions, total_number } = data
  const maySwitch = dataset.status === DatasetStatus.normal
  const button = (
    <Button leftSection={<IconTag size={18} />} onClick={publish.open} disabled={!maySwitch}>
      {t('versions:publish')}
    </Button>
  )
  const nameOf = (version_id: string | undefined) => versions.find((one) => one.version_id === version_id)?.version_name
  return (
    <Stack gap="md">
      {publishing && <PublishModal dataset={dataset} onClose={publish.close} />}
      <SwitchModal dataset_id={dataset_id} version={chosen} onClose={() => setChosen(null)} />
      <DeleteVersionModal dataset_id={dataset_id} version={deleted} onClose={() => setDeleted(null)} />
      {!maySwitch && (
        <Text size="sm" role="status">
          {isSwitching ? t('versions:switching') : t('dataTasks:notNow')}
        </Text>
      )}
      {total_number === 0 ? (
        <Nothing title={t('versions:none')} help={t('versions:noneHelp')}>
          {button}
        </Nothing>
      ) : (
        <>
          <Group justify="space-between">
            <Text size="sm" c="dimmed">
              {t('versions:about')}
            </Text>
            {button}
          </Group>
          {versions.map((version) => (
            <VersionCard
              key={version.version_id}
              dataset_id={dataset_id}
              version={version}
              parent={nameOf(version.previous_version_id)}
              inDataset={dataset.total_sample_count ?? 0}
              onSwitch={maySwitch && !version.is_current ? () => setChosen(version) : undefined}
              onDelete={() => setDeleted(version)}
            />
          ))}
          {total_number > ROWS && (
            <Pagination
              aria-label={t('versions:pages')}
              total={Math.ceil(total_number / ROWS)}
              value={page}
              onChange={setPage}
            />
          )}
        </>
      )}
      {states.length > 0 && (
        <KeptStates states={states} onSwitch={maySwitch ? setChosen : undefined} onDelete={setDeleted} />
      )}
    </Stack>
  )
}
