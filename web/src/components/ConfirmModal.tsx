import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Fault } from './Fault.tsx'

/** Asks before something that cannot be undone; what went wrong is said in the same place. */
export function ConfirmModal({
  opened,
  title,
  question,
  confirm,
  onConfirm,
  onClose,
  busy,
  error,
  color = 'red',
  children,
}: {
  opened: boolean
  /** What the button does, unless said otherwise. */
  title?: string
  question: string
  /** What the button does, in a word or two. */
  confirm: string
  onConfirm: () => void
  onClose: () => void
  busy: boolean
  error: unknown
  /** Red where something is lost. */
  color?: string
  children?: ReactNode
}) {
  const { t } = useTranslation()
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={title ?? confirm}
      centered
      closeButtonProps={{ 'aria-label': t('close') }}
    >
      <Stack>
        <Text size="sm">{question}</Text>
        {children}
        {error ? <Fault error={error} /> : null}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose} data-autofocus>
            {t('cancel')}
          </Button>
          <Button color={color} onClick={onConfirm} loading={busy}>
            {confirm}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
