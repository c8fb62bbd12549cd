import { Checkbox } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ConfirmModal } from '#web/components/ConfirmModal.tsx'

/** Asks before samples are deleted, and whether their files go with them. */
export function DeleteSamplesModal({
  opened,
  count,
  isText,
  onDelete,
  onClose,
}: {
  opened: boolean
  count: number
  isText: boolean
  onDelete: (delete_source: boolean) => void
  onClose: () => void
}) {
  const { t } = useTranslation('samples')
  const [withFiles, setWithFiles] = useState(false)
  const close = () => {
    setWithFiles(false)
    onClose()
  }
  return (
    <ConfirmModal
      opened={opened}
      question={isText ? t('deleteTexts', { count }) : t('deleteSure', { count })}
      confirm={t('delete')}
      onConfirm={() => {
        onDelete(withFiles)
        close()
      }}
      onClose={close}
      busy={false}
      error={null}
    >
      {!isText && (
        <Checkbox
          label={t('deleteFiles')}
          checked={withFiles}
          onChange={(event) => setWithFiles(event.currentTarget.checked)}
        />
      )}
    </ConfirmModal>
  )
}
