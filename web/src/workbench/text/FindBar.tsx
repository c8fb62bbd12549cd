import { ActionIcon, Button, Checkbox, CloseButton, Group, Select, Text, TextInput } from '@mantine/core'
import { IconChevronDown, IconChevronUp } from '@tabler/icons-react'
import { type ReactNode, useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { Finding } from './find.ts'
import type { LabelChoice, SameText } from './span-edits.ts'

export type Search = Finding & { readonly text: string; readonly at: number }

/** Finds in the text, and labels everything that was found. */
export function FindBar({
  search,
  count,
  onSearch,
  onClose,
  children,
}: {
  search: Search
  count: number
  onSearch: (search: Search) => void
  onClose: () => void
  children?: ReactNode
}) {
  const { t } = useTranslation('text')
  const input = useRef<HTMLInputElement>(null)
  useEffect(() => input.current?.select(), [])
  const step = (by: number) => count > 0 && onSearch({ ...search, at: (search.at + by + count) % count })
  return (
    <Group
      role="search"
      aria-label={t('find.title')}
      gap="xs"
      px="sm"
      py={6}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onClose()
        else if (event.key === 'Enter' && event.target === input.current) step(event.shiftKey ? -1 : 1)
        else return
        event.preventDefault()
      }}
    >
      <TextInput
        ref={input}
        size="xs"
        w={220}
        autoFocus
        aria-label={t('find.text')}
        placeholder={t('find.text')}
        value={search.text}
        onChange={(event) => onSearch({ ...search, text: event.currentTarget.value, at: 0 })}
      />
      <Text size="xs" miw={72} className="figures" role="status">
        {search.text !== '' && t('find.count', { at: count === 0 ? 0 : search.at + 1, count })}
      </Text>
      <ActionIcon variant="default" size={26} aria-label={t('find.previous')} onClick={() => step(-1)}>
        <IconChevronUp size={16} />
      </ActionIcon>
      <ActionIcon variant="default" size={26} aria-label={t('find.next')} onClick={() => step(1)}>
        <IconChevronDown size={16} />
      </ActionIcon>
      <Checkbox
        size="xs"
        label={t('find.matchCase')}
        checked={search.matchCase}
        onChange={(event) => onSearch({ ...search, matchCase: event.currentTarget.checked, at: 0 })}
      />
      <Checkbox
        size="xs"
        label={t('find.words')}
        checked={search.words}
        onChange={(event) => onSearch({ ...search, words: event.currentTarget.checked, at: 0 })}
      />
      {children}
      <CloseButton size="sm" ms="auto" aria-label={t('find.close')} onClick={onClose} />
    </Group>
  )
}

/** Gives every place that was found a label; says before how many that are. */
export function LabelAllFound({
  choices,
  chosen,
  same,
  onChoose,
  onLabel,
}: {
  choices: readonly LabelChoice[]
  chosen: LabelChoice | undefined
  same: SameText
  onChoose: (choice: LabelChoice) => void
  onLabel: () => void
}) {
  const { t } = useTranslation('text')
  return (
    <Group gap="xs">
      <Select
        size="xs"
        w={150}
        aria-label={t('find.label')}
        placeholder={t('find.label')}
        data={choices.map(({ name }) => name)}
        value={chosen?.name ?? null}
        allowDeselect={false}
        comboboxProps={{ withinPortal: true }}
        onChange={(name) => onChoose(choices.find((choice) => choice.name === name)!)}
      />
      <Button size="compact-sm" disabled={chosen === undefined || same.free.length === 0} onClick={onLabel}>
        {t('find.labelAll', { count: chosen === undefined ? 0 : same.free.length })}
      </Button>
      {chosen !== undefined && same.taken > 0 && (
        <Text size="xs" c="dimmed">
          {t('find.taken', { count: same.taken })}
        </Text>
      )}
    </Group>
  )
}
