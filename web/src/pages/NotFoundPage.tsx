import { useTranslation } from 'react-i18next'
import { ButtonLink } from '#web/components/links.tsx'
import { Nothing } from '#web/components/Nothing.tsx'

export function NotFoundPage() {
  const { t } = useTranslation()
  return (
    <Nothing title={t('notFound')} help={t('notFoundHelp')}>
      <ButtonLink to="/" mt="sm">
        {t('toStart')}
      </ButtonLink>
    </Nothing>
  )
}
