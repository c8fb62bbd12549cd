import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Nothing } from '#web/components/Nothing.tsx'

/** In place of the grid where the filter finds nothing. */
export function NoSamples({ onNoFilter }: { onNoFilter: () => void }) {
  const { t } = useTranslation('samples')
  return (
    <Nothing title={t('noneMatch')} help={t('noneMatchHelp')}>
      <Button variant="default" onClick={onNoFilter}>
        {t('noFilter')}
      </Button>
    </Nothing>
  )
}
