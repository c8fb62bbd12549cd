import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'

/** Asks whether a sample without labels is finished. */
export function SubmitEmptyModal({
  opened,
  onClose,
  onSubmit,
}: {
  opened: boolean
  onClose: () => void
  onSubmit: () => void
}) {
  const { t } = useTranslation(['workbench', 'shell'])
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t('workbench:emptyTitle')}
      centered
      closeButtonProps={{ 'aria-label': t('shell:close') }}
    >
      <Stack>
        <Text size="sm">{t('workbench:emptyQuestion')}</Text>
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('shell:cancel')}
          </Button>
          <Button onClick={onSubmit} data-autofocus>
            {t('workbench:submitEmpty')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
