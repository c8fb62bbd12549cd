import { Alert, Button, Group, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { DescribeSampleResp } from '#contract/samples.ts'
import { useSession } from '#web/data/session.tsx'
import type { TaskNames } from './queue.ts'
import { usePresence } from './usePresence.ts'

/** Tells that somebody else works on the same entry; both can go on, what both changed is merged. */
export function PresenceBanner({ names, sample }: { names: TaskNames; sample: DescribeSampleResp }) {
  const { t } = useTranslation('workbench')
  const { worker_id: own } = useSession()
  const { sample_id, worker_id } = sample
  const { holder, takeOver } = usePresence(names, {
    sample_id: sample_id!,
    ...(worker_id && worker_id !== own && { worker_id }),
  })
  if (holder === undefined) return null
  return (
    <Alert color="yellow" variant="light" py={6} role="status">
      <Group gap="sm">
        <Text size="sm">{t('alsoHere', { name: holder })}</Text>
        <Button size="compact-sm" variant="default" onClick={takeOver}>
          {t('takeOver')}
        </Button>
      </Group>
    </Alert>
  )
}
