import { ActionIcon, Group, Stack, Text, UnstyledButton } from '@mantine/core'
import { IconPlus, IconX } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useKeepPreference, usePreferences } from '#web/data/preferences.ts'
import { useAction } from '#web/keys/KeysRegion.tsx'
import { KeyCaps } from './KeyCaps.tsx'
import classes from './QuickReasons.module.css'
import { MOST_REASONS, reasonsOf, withReasons } from './quick-reasons.ts'

/** Reasons to be chosen by a key; each person has his own for every task. */
export function QuickReasons({
  task_id,
  reason,
  mayKeep,
  onChoose,
}: {
  task_id: string
  /** What stands in the field now. */
  reason: string
  mayKeep: boolean
  onChoose: (reason: string) => void
}) {
  const { t } = useTranslation('acceptance')
  const kept = usePreferences().quickReasons
  const keep = useKeepPreference()
  const suggested: readonly string[] = t('quickReasons', { returnObjects: true })
  const reasons = reasonsOf(kept, task_id) ?? suggested
  const change = (list: readonly string[]) => keep.mutate({ quickReasons: withReasons(kept, task_id, list) })
  useAction('quickReason', ({ digit = 0 }) => {
    const chosen = reasons[digit - 1]
    if (chosen === undefined) return false
    onChoose(chosen)
  })
  return (
    <Stack gap={4}>
      <Group justify="space-between">
        <Text size="xs" c="dimmed">
          {t('verdict.quick')}
        </Text>
        <ActionIcon
          variant="subtle"
          size={24}
          aria-label={t('verdict.keepReason')}
          title={t('verdict.keepReason')}
          disabled={!mayKeep || reasons.includes(reason) || reasons.length >= MOST_REASONS}
          onClick={() => change([...reasons, reason])}
        >
          <IconPlus size={14} />
        </ActionIcon>
      </Group>
      <ol className={classes.list}>
        {reasons.map((one, i) => (
          <Group key={one} component="li" gap={4} wrap="nowrap">
            <UnstyledButton className={classes.reason} onClick={() => onChoose(one)} dir="auto">
              <span className={classes.words}>{one}</span>
              <KeyCaps action="quickReason" digit={i + 1} />
            </UnstyledButton>
            <ActionIcon
              variant="subtle"
              color="gray"
              size={24}
              aria-label={t('verdict.forgetReason', { reason: one })}
              title={t('verdict.forgetReason', { reason: one })}
              onClick={() => change(reasons.filter((other) => other !== one))}
            >
              <IconX size={14} />
            </ActionIcon>
          </Group>
        ))}
      </ol>
    </Stack>
  )
}
