import { Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { DatasetVersion } from '#contract/versions.ts'
import { ConfirmModal } from '#web/components/ConfirmModal.tsx'
import { useSend } from '#web/data/calls.ts'
import { VERSION_READINGS } from './readings.ts'

/** Makes a dataset what it was in a version or a kept state, and says beforehand how to come back. */
export function SwitchModal({
  dataset_id,
  version,
  onClose,
}: {
  dataset_id: string
  version: DatasetVersion | null
  onClose: () => void
}) {
  const { t } = useTranslation('versions')
  const update = useSend('UpdateDataset', VERSION_READINGS)
  const close = () => {
    update.reset()
    onClose()
  }
  const name = version?.version_name ?? ''
  const isKept = version?.muster?.hidden === true
  const change = () =>
    update.mutate({ args: { dataset_id }, body: { current_version_id: version!.version_id! } }, { onSuccess: close })
  return (
    <ConfirmModal
      opened={version !== null}
      title={isKept ? t('goBackTitle') : t('switchTitle', { name })}
      question={isKept ? t('goBackWhat') : t('switchWhat', { name })}
      confirm={isKept ? t('goBack') : t('switchDo')}
      color="petrol"
      onConfirm={change}
      onClose={close}
      busy={update.isPending}
      error={update.error}
    >
      <Text size="sm">{t('switchKept')}</Text>
      <Text size="sm" c="dimmed">
        {t('switchNot')}
      </Text>
    </ConfirmModal>
  )
}
