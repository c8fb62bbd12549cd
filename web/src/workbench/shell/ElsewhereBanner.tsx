import { Alert, Button, Group, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'

/** The sample is open in another tab of the same person: here it is only shown. */
export function ElsewhereBanner({ onTakeOver }: { onTakeOver: () => void }) {
  const { t } = useTranslation('workbench')
  return (
    <Alert color="yellow" variant="light" py={6}>
      <Group gap="sm">
        <Text size="sm">{t('elsewhere')}</Text>
        <Button size="compact-sm" variant="default" onClick={onTakeOver}>
          {t('continueHere')}
        </Button>
      </Group>
    </Alert>
  )
}
