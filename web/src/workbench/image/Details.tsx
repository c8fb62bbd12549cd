import { Button, Checkbox, Group, Select, Stack, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Label } from '#contract/labels.ts'
import type { WorkDocument } from '#web/workbench/document/document.ts'
import { hardMarkOfLabel } from '#web/workbench/document/hard.ts'
import { findLabel, shapeOf } from '#web/workbench/document/label.ts'
import { AttributeFields } from './AttributeFields.tsx'
import { toggleFlag } from './commands.ts'
import { HardFields } from './HardFields.tsx'
import { setHardLabels } from './hard-commands.ts'
import type { ImageStore } from './image-store.ts'
import { toggleLook } from './looks.ts'
import { FLAGS, hasFlag } from './object-names.ts'
import { ShapeFields } from './ShapeFields.tsx'
import { useImage } from './useImage.ts'

/** What there is to know and to set about the selection. */
export function Details({
  store,
  document,
  selection,
  labels,
  onRelabel,
}: {
  store: ImageStore
  document: WorkDocument
  selection: readonly string[]
  labels: readonly Label[]
  onRelabel: (label: Label) => void
}) {
  const { t } = useTranslation('image')
  const disabled = useImage(store, ({ work }) => work.editor.readOnly)
  const selected = selection.flatMap((id) => findLabel(document.content, id) ?? [])
  const [first, ...others] = selected
  if (first === undefined) return null
  const only = others.length === 0 ? first : undefined
  const shape = only && shapeOf(only)
  const definition = only && labels.find(({ name }) => name === only.name)
  const name = selected.every((label) => label.name === first.name) ? (first.name ?? null) : null
  const isLocked = selection.every((id) => document.view[id]?.locked)
  const isHidden = selection.every((id) => document.view[id]?.hidden)
  return (
    <Stack gap="xs" component="section" aria-label={t('details')}>
      {!only && <Text size="sm">{t('selectedCount', { count: selected.length })}</Text>}
      <Select
        size="xs"
        label={t('label')}
        searchable
        placeholder={only && t('unnamed')}
        data={labels.map((label) => label.name!)}
        value={name}
        disabled={disabled}
        onChange={(chosen) => {
          const label = labels.find((one) => one.name === chosen)
          if (label) onRelabel(label)
        }}
      />
      {shape && <ShapeFields store={store} label={only} shape={shape} disabled={disabled || isLocked} />}
      {only && definition?.attributes && definition.attributes.length > 0 && (
        <AttributeFields
          key={only.id}
          store={store}
          label={only}
          attributes={definition.attributes}
          disabled={disabled}
        />
      )}
      <Group gap="md">
        {FLAGS.map((flag) => (
          <Checkbox
            key={flag}
            size="xs"
            label={t(`flags.${flag}`)}
            checked={selected.every((label) => hasFlag(label, flag))}
            disabled={disabled}
            onChange={() => store.update((work) => toggleFlag(work, flag))}
          />
        ))}
      </Group>
      <HardFields
        label={t('hardLabel')}
        mark={hardMarkOfLabel(first)}
        disabled={disabled}
        onMark={(mark) => store.update((work) => setHardLabels(work, mark))}
      />
      <Group gap={6} grow>
        <Button
          size="compact-xs"
          variant="default"
          onClick={() => store.update((work) => toggleLook(work, 'locked', selection))}
        >
          {t(isLocked ? 'unlock' : 'lock')}
        </Button>
        <Button
          size="compact-xs"
          variant="default"
          onClick={() => store.update((work) => toggleLook(work, 'hidden', selection))}
        >
          {t(isHidden ? 'show' : 'hide')}
        </Button>
      </Group>
    </Stack>
  )
}
