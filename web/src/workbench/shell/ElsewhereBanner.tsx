import { Alert, Button, Group, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'

/** Samples are open in another tab of the same person: here they are only shown. */
export function ElsewhereBanner({ count = 1, onTakeOver }: { count?: number; onTakeOver: () => void }) {
  const { t } = useTranslation('workbench')
  return (
    <Alert color="yellow" variant="light" py={6}>
      <Group gap="sm">
        <Text size="sm">{t('elsewhere', { count })}</Text>
        <Button size="compact-sm" variant="default" onClick={onTakeOver}>
          {t('continueHere')}
        </Button>
      </Group>
    </Alert>
  )
}
