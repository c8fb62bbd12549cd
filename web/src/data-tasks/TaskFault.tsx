import { Alert, Code, Text } from '@mantine/core'
import { IconPlayerStop } from '@tabler/icons-react'
import { ApiError } from '#client/client.ts'
import { Fault, wordsOf } from '#web/components/Fault.tsx'
import { isStopped } from './states.ts'

type Words = Readonly<Record<string, string>>
type Failure = { error_code?: string; error_msg?: string }

/** Why work on the data of a dataset has failed, in the words that a refused call has. `words` as those of Fault. */
export function TaskFault({ fault, words }: { fault: Failure; words?: Words }) {
  const error = errorOf(fault)
  if (!error) return null
  if (!isStopped(fault)) return <Fault error={error} {...(words && { words })} />
  const { text, detail } = wordsOf(error, words)
  return (
    <Alert color="yellow" variant="light" icon={<IconPlayerStop />} title={text}>
      <Text size="xs" c="dimmed" lang="en" dir="auto" style={{ overflowWrap: 'anywhere' }}>
        {detail}
      </Text>
    </Alert>
  )
}

/** The same in a list, where one among many has failed. */
export function TaskFaultLine({ fault, words }: { fault: Failure; words?: Words | undefined }) {
  const error = errorOf(fault)
  if (!error) return null
  const { text, detail, code } = wordsOf(error, words)
  return (
    <div>
      <Text size="sm" style={{ color: 'light-dark(var(--mantine-color-red-8), var(--mantine-color-red-4))' }}>
        {text}
        {code && <Code ms="xs">{code}</Code>}
      </Text>
      {detail && (
        <Text size="xs" c="dimmed" lang="en" dir="auto" style={{ overflowWrap: 'anywhere' }}>
          {detail}
        </Text>
      )}
    </div>
  )
}

function errorOf({ error_code, error_msg }: Failure): ApiError | null {
  if (!error_code && !error_msg) return null
  return new ApiError('task', 400, { ...(error_code && { error_code }), ...(error_msg && { error_msg }) })
}
