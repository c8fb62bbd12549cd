import { useTranslation } from 'react-i18next'
import type { DatasetVersion } from '#contract/versions.ts'
import { ConfirmModal } from '#web/components/ConfirmModal.tsx'
import { useSend } from '#web/data/calls.ts'
import { VERSION_READINGS } from './readings.ts'

export function DeleteVersionModal({
  dataset_id,
  version,
  onClose,
}: {
  dataset_id: string
  version: DatasetVersion | null
  onClose: () => void
}) {
  const { t } = useTranslation('versions')
  const remove = useSend('DeleteDatasetVersion', VERSION_READINGS)
  const close = () => {
    remove.reset()
    onClose()
  }
  const isKept = version?.muster?.hidden === true
  return (
    <ConfirmModal
      opened={version !== null}
      question={isKept ? t('removeKeptSure') : t('removeSure', { name: version?.version_name ?? '' })}
      confirm={isKept ? t('removeKept') : t('remove')}
      onConfirm={() => remove.mutate({ args: { dataset_id, version_id: version!.version_id! } }, { onSuccess: close })}
      onClose={close}
      busy={remove.isPending}
      error={remove.error}
    />
  )
}
