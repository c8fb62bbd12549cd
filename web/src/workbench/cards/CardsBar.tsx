import { Button, Group, Text } from '@mantine/core'
import { IconBook, IconChevronLeft, IconChevronRight, IconKeyboard } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { BarAction } from '#web/workbench/shell/BarAction.tsx'
import { TextMenu } from '#web/workbench/text/TextMenu.tsx'
import type { TextChoices } from '#web/workbench/text/useTextSettings.ts'

/** Which cards of the list there are on the screen, and what can be done with all of them. */
export function CardsBar({
  title,
  back,
  first,
  last,
  listed,
  hasMore,
  canTurn,
  settings,
  onSettings,
  ready,
  onTurn,
  onSubmit,
}: {
  title: string
  back: ReactNode
  /** Places in the list, from 1. */
  first: number
  last: number
  listed: number
  hasMore: boolean
  canTurn: { back: boolean; on: boolean }
  settings: TextChoices
  onSettings: (change: Partial<TextChoices>) => void
  /** Cards that go along. */
  ready: number
  onTurn: (by: 1 | -1) => void
  onSubmit: () => void
}) {
  const { t, i18n } = useTranslation(['cards', 'workbench'])
  const total = hasMore ? t('workbench:more', { loaded: listed }) : new Intl.NumberFormat(i18n.language).format(listed)
  return (
    <Group wrap="nowrap" gap="xs">
      {back}
      <Text component="h1" size="sm" fw={600} truncate maw={320}>
        {title}
      </Text>
      <BarAction id="pagePrevious" label={t('cards:previousPage')} disabled={!canTurn.back} onClick={() => onTurn(-1)}>
        <IconChevronLeft size={18} />
      </BarAction>
      <Text size="sm" c="dimmed" className="figures" style={{ flex: 'none' }}>
        {t('cards:range', { first, last, total })}
      </Text>
      <BarAction id="pageNext" label={t('cards:nextPage')} disabled={!canTurn.on} onClick={() => onTurn(1)}>
        <IconChevronRight size={18} />
      </BarAction>
      <Group wrap="nowrap" gap={4} ml="auto" style={{ flex: 'none' }}>
        <TextMenu choices={settings} switches={['oneLabel', 'advance', 'serif']} onChange={onSettings} />
        <BarAction id="guideline" label={t('workbench:guideline')}>
          <IconBook size={18} />
        </BarAction>
        <BarAction id="help" label={t('workbench:keys')}>
          <IconKeyboard size={18} />
        </BarAction>
        <Button size="xs" onClick={onSubmit} disabled={ready === 0}>
          {t('cards:submit', { count: ready })}
        </Button>
      </Group>
    </Group>
  )
}
