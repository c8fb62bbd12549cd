import { Checkbox, Group, Kbd, Stack, Text, TextInput } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { type KeyboardEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Label } from '#contract/labels.ts'
import { LabelChip } from '#web/components/LabelChip.tsx'
import { Caps } from '#web/keys/Caps.tsx'
import { useKeys } from '#web/keys/KeysRegion.tsx'

/** Labels shown at once; a search finds the others. */
const MOST_SHOWN = 60
const DIGITS = 10
/** A name that the server takes for a new label. */
const longest = 1024

/**
 * The labels of a dataset with how many of the selected samples carry each: ticked when all do, half ticked when some do.
 * A tick gives it to all or takes it from all. A name that there is not yet can be given, too.
 */
export function LabelsOfSelection({
  labels,
  counts,
  total,
  canLabel,
  disabled,
  onLabel,
}: {
  labels: readonly Label[]
  counts: ReadonlyMap<string, number>
  total: number
  canLabel: boolean
  disabled: boolean
  onLabel: (name: string) => void
}) {
  const { t, i18n } = useTranslation('samples')
  const [search, setSearch] = useState('')
  const { labelKeys } = useKeys()
  const wanted = search.trim()
  const found = labels
    .map((label, index) => ({ label, index }))
    .filter(({ label }) => label.name!.toLowerCase().includes(wanted.toLowerCase()))
    // Where nothing can be given, only what is there is worth a line.
    .filter(({ label }) => canLabel || counts.has(label.name!))
  const isNew = wanted !== '' && !labels.some(({ name }) => name === wanted)
  const choose = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.nativeEvent.isComposing || wanted === '' || total === 0) return
    onLabel(isNew ? (found[0]?.label.name ?? wanted) : wanted)
    setSearch('')
  }
  return (
    <Stack gap={6} role="group" aria-label={t('labels')}>
      {canLabel && (
        <TextInput
          aria-label={t('findLabel')}
          placeholder={t('findLabel')}
          size="xs"
          maxLength={longest}
          leftSection={<IconSearch size={14} />}
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
          onKeyDown={choose}
        />
      )}
      {found.slice(0, MOST_SHOWN).map(({ label, index }) => {
        const name = label.name!
        const count = counts.get(name) ?? 0
        const key = labelKeys.get(name)
        const digit = index < DIGITS ? (index + 1) % DIGITS : undefined
        return (
          <Group key={`${label.type} ${name}`} gap={6} wrap="nowrap" mih={26}>
            {canLabel && (
              <Checkbox
                size="sm"
                aria-label={name}
                checked={total > 0 && count === total}
                indeterminate={count > 0 && count < total}
                disabled={disabled || total === 0}
                onChange={() => onLabel(name)}
              />
            )}
            <LabelChip name={name} colour={label.property?.['@modelarts:color']} />
            <Group gap={4} ms="auto" wrap="nowrap">
              {total > 0 && count > 0 && (
                <Text size="xs" c="dimmed" className="figures">
                  {new Intl.NumberFormat(i18n.language).format(count)}
                </Text>
              )}
              {canLabel && digit !== undefined && <Kbd size="xs">{digit}</Kbd>}
              {canLabel && key && !(key.moved && digit !== undefined) && <Caps chord={key.chord} />}
            </Group>
          </Group>
        )
      })}
      {found.length > MOST_SHOWN && (
        <Text size="xs" c="dimmed">
          {t('searchMore', { count: found.length - MOST_SHOWN })}
        </Text>
      )}
      {canLabel && isNew && found.length === 0 && (
        <Text size="xs" c="dimmed">
          {t('newLabel', { name: wanted })}
        </Text>
      )}
    </Stack>
  )
}
