import { Button, Group, Stack, Text, Title } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconRefresh } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { DatasetStatus, TEXT_DATASET_TYPES } from '#contract/codes.ts'
import type { DescDatasetResp } from '#contract/datasets.ts'
import { ConfirmModal } from '#web/components/ConfirmModal.tsx'
import { Fault } from '#web/components/Fault.tsx'
import { useCall, useSend } from '#web/data/calls.ts'
import { isRunning } from '#web/data-tasks/states.ts'
import { LastSync } from './LastSync.tsx'

const WHILE_RUNNING = 2000

/** Brings a dataset in line with its input folder, after saying what that does; and what came of it the last time. */
export function SyncSection({ dataset }: { dataset: DescDatasetResp }) {
  const { t } = useTranslation(['sync', 'dataTasks'])
  const dataset_id = dataset.dataset_id!
  const [asking, ask] = useDisclosure()
  const isText = TEXT_DATASET_TYPES.includes(dataset.dataset_type!)
  const { data, error } = useCall('SyncDataSourceState', { dataset_id }, { enabled: !isText })
  const running = data !== undefined && isRunning(data)
  useCall('SyncDataSourceState', { dataset_id }, { enabled: running, refetchInterval: running ? WHILE_RUNNING : false })
  const sync = useSend('SyncDataSource', ['SyncDataSourceState', 'DescDataset', 'ListJobs'])
  // Samples of texts are lines of files: they are imported.
  if (isText) return null
  const path = dataset.data_sources?.[0]?.data_path ?? ''
  const close = () => {
    sync.reset()
    ask.close()
  }
  return (
    <section>
      <Group justify="space-between" mb="xs">
        <Title order={2} size="h4">
          {t('sync:title')}
        </Title>
        <Button
          variant="default"
          leftSection={<IconRefresh size={18} />}
          disabled={dataset.status !== DatasetStatus.normal}
          onClick={ask.open}
        >
          {t('sync:start')}
        </Button>
      </Group>
      <Text size="sm" c="dimmed" mb="xs" style={{ overflowWrap: 'anywhere' }}>
        {t('sync:about', { path })}
      </Text>
      {dataset.status !== DatasetStatus.normal && !running && (
        <Text size="sm" c="dimmed" mb="xs">
          {t('dataTasks:notNow')}
        </Text>
      )}
      {error && <Fault error={error} />}
      {data && <LastSync dataset_id={dataset_id} path={path} task={data} />}
      <ConfirmModal
        opened={asking}
        question={t('sync:what', { path })}
        confirm={t('sync:start')}
        onConfirm={() => sync.mutate({ args: { dataset_id } }, { onSuccess: close })}
        onClose={close}
        busy={sync.isPending}
        error={sync.error}
      >
        <Stack gap="xs">
          <Text size="sm">{t('sync:adds')}</Text>
          <Text size="sm" fw={600}>
            {t('sync:removes')}
          </Text>
          <Text size="sm">{t('sync:keeps')}</Text>
          <Text size="sm" c="dimmed">
            {t('sync:holds', { count: dataset.total_sample_count ?? 0 })}
          </Text>
        </Stack>
      </ConfirmModal>
    </section>
  )
}
