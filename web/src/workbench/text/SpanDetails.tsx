import { ActionIcon, Alert, Button, Group, NumberInput, Select, Stack, Text, TextInput } from '@mantine/core'
import { IconArrowRight, IconEye, IconEyeOff, IconLock, IconLockOpen, IconSearch, IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { LabelAttribute } from '#contract/labels.ts'
import { viewLabels } from '#web/workbench/document/document.ts'
import { setProperty } from '#web/workbench/document/edits.ts'
import type { WorkLabel } from '#web/workbench/document/label.ts'
import type { LabelSet } from './label-set.ts'
import type { CodePoint } from './offsets.ts'
import { clampRange, flawOf, rangeOf } from './spans.ts'
import type { TextWork } from './useTextWork.ts'

/** The selected span: its label, where it begins and ends, its attributes, and what can be done with it. */
export function SpanDetails({
  work,
  label,
  labelSet,
  onFindSame,
}: {
  work: TextWork
  label: WorkLabel
  labelSet: LabelSet
  onFindSame: (text: string, name: string | undefined) => void
}) {
  const { t } = useTranslation('text')
  const { desk, readOnly, send, edit, change } = work
  const range = rangeOf(label)!
  const { start, end } = range
  const { locked = false, hidden = false } = desk.document.view[label.id] ?? {}
  const flaw = flawOf(desk.text, range)
  const text = desk.text.slice(clampRange(range, desk.text.length))
  const attributes = labelSet.definitionOf(label)?.attributes ?? []
  const isFixed = readOnly || locked
  const look = (view: { locked?: boolean; hidden?: boolean }) => change((now) => viewLabels(now, [label.id], view))
  const choices = labelSet.entities.some(({ name }) => name === label.name)
    ? labelSet.entities
    : [...labelSet.entities, { name: label.name ?? '', type: label.type! }]
  return (
    <Stack component="section" gap="xs" px="sm" py="xs" aria-label={t('details.title')}>
      <Text size="sm" fw={600} lineClamp={3} component="bdi">
        {text}
      </Text>
      {flaw && (
        <Alert color="orange" p="xs">
          {t(`flaws.${flaw}`)}
        </Alert>
      )}
      <Select
        size="xs"
        label={t('details.label')}
        data={choices.map(({ name }) => name)}
        value={label.name ?? null}
        allowDeselect={false}
        disabled={isFixed}
        onChange={(name) => {
          const choice = choices.find((one) => one.name === name)
          if (choice) send({ kind: 'label', choice })
        }}
      />
      <Group grow gap="xs">
        {(['start', 'end'] as const).map((edge) => (
          <OffsetInput
            key={`${label.id} ${edge}`}
            label={t(`details.${edge}`)}
            value={range[edge]}
            max={desk.text.length}
            disabled={isFixed}
            onChange={(value) => send({ kind: 'resize', id: label.id, start, end, [edge]: value as CodePoint })}
          />
        ))}
      </Group>
      {attributes.map((attribute) => (
        <AttributeInput
          key={attribute.name}
          attribute={attribute}
          value={label.property[attribute.name!]}
          disabled={isFixed}
          onChange={(value) =>
            edit({
              name: 'attributes',
              edit: setProperty([label.id], { [attribute.name!]: value }),
              group: `${attribute.name} of ${label.id}`,
            })
          }
        />
      ))}
      <Group gap={4}>
        {!readOnly && labelSet.relations.length > 0 && (
          <Button
            size="compact-sm"
            variant="default"
            leftSection={<IconArrowRight size={14} />}
            onClick={() => send({ kind: 'relate' })}
          >
            {t('details.relate')}
          </Button>
        )}
        {!readOnly && (
          <Button
            size="compact-sm"
            variant="default"
            leftSection={<IconSearch size={14} />}
            onClick={() => onFindSame(text, label.name)}
          >
            {t('details.findSame')}
          </Button>
        )}
        <Group gap={4} wrap="nowrap">
          <ActionIcon
            variant="default"
            size={26}
            aria-pressed={locked}
            aria-label={t('details.lock')}
            title={t('details.lock')}
            onClick={() => look({ locked: !locked })}
          >
            {locked ? <IconLock size={16} /> : <IconLockOpen size={16} />}
          </ActionIcon>
          <ActionIcon
            variant="default"
            size={26}
            aria-pressed={hidden}
            aria-label={t('details.hide')}
            title={t('details.hide')}
            onClick={() => look({ hidden: !hidden })}
          >
            {hidden ? <IconEyeOff size={16} /> : <IconEye size={16} />}
          </ActionIcon>
          <ActionIcon
            variant="default"
            size={26}
            aria-label={t('details.remove')}
            title={t('details.remove')}
            disabled={isFixed}
            onClick={() => send({ kind: 'remove' })}
          >
            <IconTrash size={16} />
          </ActionIcon>
        </Group>
      </Group>
    </Stack>
  )
}

/** Takes what was typed when the field is left or Enter is pressed. */
function OffsetInput({
  label,
  value,
  max,
  disabled,
  onChange,
}: {
  label: string
  value: number
  max: number
  disabled: boolean
  onChange: (value: number) => void
}) {
  const [draft, setDraft] = useState<{ of: number; typed: number | string }>()
  const isCurrent = draft?.of === value
  const take = () => {
    setDraft(undefined)
    if (isCurrent && typeof draft.typed === 'number' && draft.typed !== value) onChange(draft.typed)
  }
  return (
    <NumberInput
      size="xs"
      label={label}
      min={0}
      max={max}
      allowDecimal={false}
      allowNegative={false}
      value={isCurrent ? draft.typed : value}
      disabled={disabled}
      onChange={(typed) => setDraft({ of: value, typed })}
      onBlur={take}
      onKeyDown={(event) => event.key === 'Enter' && take()}
    />
  )
}

function AttributeInput({
  attribute: { name, type, values = [], default_value },
  value,
  disabled,
  onChange,
}: {
  attribute: LabelAttribute
  value: unknown
  disabled: boolean
  onChange: (value: string | undefined) => void
}) {
  const shown = typeof value === 'string' ? value : ''
  return type === 'select' ? (
    <Select
      size="xs"
      label={name}
      data={values.flatMap((one) => one.value ?? [])}
      placeholder={default_value}
      value={shown || null}
      clearable
      disabled={disabled}
      onChange={(chosen) => onChange(chosen ?? undefined)}
    />
  ) : (
    <TextInput
      size="xs"
      label={name}
      placeholder={default_value}
      value={shown}
      disabled={disabled}
      onChange={(event) => onChange(event.currentTarget.value || undefined)}
    />
  )
}
