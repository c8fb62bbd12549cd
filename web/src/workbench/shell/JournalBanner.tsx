import { Alert } from '@mantine/core'
import { useSyncExternalStore } from 'react'
import { useTranslation } from 'react-i18next'
import { useSaving } from './SavingProvider.tsx'

/** Says so when this browser cannot keep work on its disk. */
export function JournalBanner() {
  const { t } = useTranslation('workbench')
  const { journal } = useSaving()
  const health = useSyncExternalStore(journal.onHealth, journal.health)
  if (health === 'disk') return null
  return (
    <Alert color="orange" variant="light" py={6} role="alert">
      {t(`journal.${health}`)}
    </Alert>
  )
}
