import { Alert, Button, Code, Group, Text } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import i18next from 'i18next'
import { useTranslation } from 'react-i18next'
import { ApiError } from '#client/client.ts'

/**
 * What went wrong, in words; the code for whoever has to look it up is small. `words` say what a code means here, by the
 * number after its dot.
 */
export function Fault({ error, onRetry, words }: { error: unknown; onRetry?: () => void; words?: FaultWords }) {
  const { t } = useTranslation()
  const { text, detail, code } = wordsOf(error, words)
  return (
    <Alert color="red" variant="light" icon={<IconAlertTriangle />} title={t('fault')} role="alert">
      <Text size="sm">{text}</Text>
      {detail && (
        <Text size="xs" c="dimmed" lang="en" dir="auto" style={{ overflowWrap: 'anywhere' }}>
          {detail}
        </Text>
      )}
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
/** `detail` is the server's own sentence, in English, where it names what ours leaves open. */
type WordedFault = { text: string; detail: string | null; code: string | null }

/** A sentence for people in their language and, when the server refused, its code. */
export function wordsOf(error: unknown, words: FaultWords = {}): WordedFault {
  if (!(error instanceof ApiError)) {
    const text = i18next.t(isUnreachable(error) ? 'errors:unreachable' : 'errors:unexpected')
    return { text, detail: error instanceof Error ? error.message : String(error), code: null }
  }
  const { error_code, error_msg, status } = error
  const code = error_code || null
  // What answered was not Muster but, say, a proxy that does not find it.
  if (!code) return { text: i18next.t('errors:unreachable'), detail: `HTTP ${status}`, code }
  const number = error_code.split('.')[1] ?? ''
  const whole = words[number] ?? wordsUnder('whole')[number]
  if (whole) return { text: whole, detail: null, code }
  const open = wordsUnder('more')[number]
  return open ? { text: open, detail: error_msg, code } : { text: error_msg, detail: null, code }
}

function wordsUnder(part: 'whole' | 'more'): FaultWords {
  return i18next.t(`errors:${part}`, { returnObjects: true })
}

/** `fetch` fails so when nothing answers. */
function isUnreachable(error: unknown): boolean {
  return error instanceof TypeError && /fetch|network|load failed/i.test(error.message)
}
