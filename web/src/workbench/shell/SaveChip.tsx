import { Badge, Tooltip } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Chip } from '#web/workbench/saving/sync.ts'

const colours = {
  saved: 'green',
  saving: 'gray',
  offline: 'yellow',
  expired: 'yellow',
  conflict: 'red',
  failed: 'red',
} as const satisfies Record<Chip['kind'], string>

/** Whether the server has what is on the screen; said to screen readers when it changes. */
export function SaveChip({ chip }: { chip: Chip }) {
  const { t, i18n } = useTranslation('workbench')
  const text = () => {
    if (chip.kind === 'offline') return t('chip.offline', { count: chip.changes })
    if (chip.kind !== 'saved') return t(`chip.${chip.kind}`)
    if (chip.at === undefined) return t('chip.unchanged')
    return t('chip.saved', { time: new Intl.DateTimeFormat(i18n.language, { timeStyle: 'short' }).format(chip.at) })
  }
  const badge = (
    <Badge variant="light" color={colours[chip.kind]} role="status" tt="none" style={{ flex: 'none' }}>
      {text()}
    </Badge>
  )
  return chip.kind === 'failed' ? (
    <Tooltip label={`${chip.error_msg} (${chip.error_code})`} multiline maw={400}>
      {badge}
    </Tooltip>
  ) : (
    badge
  )
}
