import { Box, CloseButton } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Guideline } from '#web/components/Guideline.tsx'
import classes from './Frame.module.css'
import type { TaskNames } from './queue.ts'

/** What is to be done, beside the work: data, labels and buttons stay in view. */
export function GuidelinePanel({ names, onClose }: { names: TaskNames; onClose: () => void }) {
  const { t } = useTranslation(['workbench', 'shell'])
  return (
    <Box component="section" className={classes.beside} aria-label={t('workbench:guideline')}>
      <CloseButton className={classes.close} aria-label={t('shell:close')} onClick={onClose} />
      <Guideline names={names} editable={false} />
    </Box>
  )
}
