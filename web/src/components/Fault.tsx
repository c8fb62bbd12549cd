import { Alert, Button, Code, Group, Text } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { ApiError } from '#client/client.ts'

/**
 * What went wrong, in words; the code for whoever has to look it up is small. `words` say what a code means here, by the
 * number after its dot.
 */
export function Fault({ error, onRetry, words }: { error: unknown; onRetry?: () => void; words?: FaultWords }) {
  const { t } = useTranslation()
  const { text, code } = wordsOf(error, words)
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

type FaultWords = Readonly<Record<string, string>>

/** A sentence for people and, when the server refused, its code. */
export function wordsOf(error: unknown, words: FaultWords = {}): { text: string; code: string | null } {
  if (error instanceof ApiError) {
    const { error_code, error_msg, message } = error
    return { text: words[error_code.split('.')[1] ?? ''] ?? (error_msg || message), code: error_code || null }
  }
  return { text: error instanceof Error ? error.message : String(error), code: null }
}
