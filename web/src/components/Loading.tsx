import { Center, Loader } from '@mantine/core'
import { useTranslation } from 'react-i18next'

/** In place of what is still being fetched. */
export function Loading() {
  const { t } = useTranslation()
  return (
    <Center mih={200}>
      <Loader aria-label={t('loading')} role="status" />
    </Center>
  )
}
