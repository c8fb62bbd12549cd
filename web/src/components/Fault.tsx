import { Alert, Button, Code, Group, Text } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { ApiError } from '#client/client.ts'

/** What went wrong, in words; the code for whoever has to look it up is small. */
export function Fault({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const { t } = useTranslation()
  const { text, code } = wordsOf(error)
  return (
    <Alert color="red" variant="light" icon={<IconAlertTriangle />} title={t('fault')} role="alert">
      <Text size="sm">{text}</Text>
      <Group mt="xs" gap="sm">
        {onRetry && (
          <Button size="compact-sm" variant="default" onClick={onRetry}>
            {t('tryAgain')}
          </Button>
        )}
        {code && <Code>{code}</Code>}
      </Group>
    </Alert>
  )
}

/** A sentence for people and, when the server refused, its code. */
export function wordsOf(error: unknown): { text: string; code: string | null } {
  if (error instanceof ApiError) return { text: error.error_msg || error.message, code: error.error_code || null }
  return { text: error instanceof Error ? error.message : String(error), code: null }
}
