import { Button, Group, Modal, Progress, ScrollArea, Stack, Text } from '@mantine/core'
import { IconAlertTriangle, IconCheck } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { DatasetType } from '#contract/codes.ts'
import { FileChooser } from '#web/components/FileChooser.tsx'
import { fileKindOf } from '#web/components/file-kinds.ts'
import { type Upload, useUploads } from './useUploads.ts'

/** Sends files from this computer into a dataset; each is shown with how far it is. */
export function AddFilesModal({
  dataset_id,
  dataset_type,
  onClose,
}: {
  dataset_id: string
  dataset_type: DatasetType
  onClose: () => void
}) {
  const { t } = useTranslation(['samples', 'create', 'shell'])
  const [files, setFiles] = useState<readonly File[]>([])
  const { uploads, isBusy, send, stop, forget } = useUploads(dataset_id)
  const { accept, hint } = fileKindOf(dataset_type)
  const done = uploads.filter(({ isDone }) => isDone).length
  const begin = () => void send(files)
  const addMore = () => {
    setFiles([])
    forget()
  }
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('samples:addFiles')}
      size="lg"
      centered
      closeOnClickOutside={!isBusy}
      closeOnEscape={!isBusy}
      closeButtonProps={{ 'aria-label': t('shell:close') }}
    >
      <Stack>
        {uploads.length === 0 ? (
          <FileChooser accept={accept} hint={t(`create:${hint}`)} files={files} onChange={setFiles} />
        ) : (
          <>
            <Text size="sm" className="figures" role="status">
              {t('create:uploading', { done, total: uploads.length })}
            </Text>
            <ScrollArea.Autosize mah={320} type="auto" tabIndex={0}>
              <Stack gap={6} component="ul" p={0} m={0} pe="sm" style={{ listStyle: 'none' }}>
                {uploads.map((upload) => (
                  <UploadRow key={upload.name} upload={upload} />
                ))}
              </Stack>
            </ScrollArea.Autosize>
          </>
        )}
        <Group justify="flex-end">
          {isBusy && (
            <Button variant="default" onClick={stop}>
              {t('samples:stop')}
            </Button>
          )}
          {uploads.length > 0 && !isBusy && (
            <Button variant="default" onClick={addMore}>
              {t('samples:addMore')}
            </Button>
          )}
          {uploads.length === 0 ? (
            <Button disabled={files.length === 0} onClick={begin}>
              {t('samples:send')}
            </Button>
          ) : (
            <Button disabled={isBusy} onClick={onClose}>
              {t('shell:close')}
            </Button>
          )}
        </Group>
      </Stack>
    </Modal>
  )
}

function UploadRow({ upload: { name, size, sent, isDone, fault } }: { upload: Upload }) {
  const { t } = useTranslation('samples')
  return (
    <li>
      <Group gap="xs" wrap="nowrap">
        <Text size="sm" truncate flex={1} title={name}>
          {name}
        </Text>
        {isDone && <IconCheck size={16} aria-label={t('arrived')} />}
        {fault && <IconAlertTriangle size={16} aria-hidden />}
      </Group>
      <Progress
        size="xs"
        value={isDone ? 100 : (100 * sent) / Math.max(1, size)}
        color={fault ? 'red' : 'petrol'}
        aria-label={name}
      />
      {fault && (
        <Text size="xs" c="red">
          {fault}
        </Text>
      )}
    </li>
  )
}
