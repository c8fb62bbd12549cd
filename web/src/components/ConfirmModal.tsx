import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Fault } from './Fault.tsx'

/** Asks before something that cannot be undone; what went wrong is said in the same place. */
export function ConfirmModal({
  opened,
  question,
  confirm,
  onConfirm,
  onClose,
  busy,
  error,
  children,
}: {
  opened: boolean
  question: string
  /** What the button does, in a word or two. */
  confirm: string
  onConfirm: () => void
  onClose: () => void
  busy: boolean
  error: unknown
  children?: ReactNode
}) {
  const { t } = useTranslation()
  return (
    <Modal opened={opened} onClose={onClose} title={confirm} centered closeButtonProps={{ 'aria-label': t('close') }}>
      <Stack>
        <Text size="sm">{question}</Text>
        {children}
        {error ? <Fault error={error} /> : null}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose} data-autofocus>
            {t('cancel')}
          </Button>
          <Button color="red" onClick={onConfirm} loading={busy}>
            {confirm}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
