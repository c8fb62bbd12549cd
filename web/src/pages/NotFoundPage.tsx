import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Nothing } from '#web/components/Nothing.tsx'

export function NotFoundPage() {
  const { t } = useTranslation()
  return (
    <Nothing title={t('notFound')} help={t('notFoundHelp')}>
      <Button component={Link} to="/" mt="sm">
        {t('toStart')}
      </Button>
    </Nothing>
  )
}
