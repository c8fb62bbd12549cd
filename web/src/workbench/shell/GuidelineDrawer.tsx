import { Drawer } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useTranslation } from 'react-i18next'
import { Guideline } from '#web/components/Guideline.tsx'
import { useAction } from '#web/keys/KeysRegion.tsx'
import type { TaskNames } from './queue.ts'

export function useGuideline() {
  const [opened, { toggle, close }] = useDisclosure()
  useAction('guideline', toggle)
  return { opened, toggle, close }
}

/** What is to be done, beside the work: the data stays in view and at work. */
export function GuidelineDrawer({
  names,
  opened,
  onClose,
}: {
  names: TaskNames
  opened: boolean
  onClose: () => void
}) {
  const { t } = useTranslation(['workbench', 'shell'])
  return (
    <Drawer
      opened={opened}
      onClose={onClose}
      position="right"
      title={t('workbench:guideline')}
      withOverlay={false}
      lockScroll={false}
      trapFocus={false}
      closeButtonProps={{ 'aria-label': t('shell:close') }}
    >
      <Guideline names={names} editable={false} />
    </Drawer>
  )
}
