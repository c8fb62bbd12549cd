import { Checkbox, Select, Stack, TextInput } from '@mantine/core'
import { useLocalStorage } from '@mantine/hooks'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { LabelAttribute } from '#contract/labels.ts'
import type { WorkLabel } from '#web/workbench/document/label.ts'
import type { ImageStore } from './image-store.ts'

/** What the definition asks about an object. */
export function AttributeFields({
  store,
  label,
  attributes,
  disabled,
}: {
  store: ImageStore
  label: WorkLabel
  attributes: readonly LabelAttribute[]
  disabled: boolean
}) {
  const { t } = useTranslation('image')
  const [sticky, setSticky] = useLocalStorage({
    key: 'muster.stickyAttributes',
    defaultValue: true,
    getInitialValueInEffect: false,
  })
  /** What is typed now: the document follows a moment later. */
  const [draft, setDraft] = useState<{ name: string; text: string }>()
  /** Letters typed without leaving a field are one step of undo. */
  const visit = useRef(0)
  const set = (name: string, value: string | null, group?: string) =>
    store.setAttributes({ [name]: value || undefined }, group, sticky)
  return (
    <Stack gap={6} role="group" aria-label={t('attributes')}>
      {attributes.map(({ name, type, values = [] }) => {
        const value = String(label.property[name!] ?? '')
        const shared = { size: 'xs', label: name, value, disabled } as const
        if (type === 'select') {
          return (
            <Select
              {...shared}
              key={name}
              value={value || null}
              clearable
              data={values.flatMap((choice) => choice.value ?? [])}
              onChange={(chosen) => set(name!, chosen)}
            />
          )
        }
        return (
          <TextInput
            {...shared}
            key={name}
            value={draft?.name === name ? draft?.text : value}
            onFocus={() => {
              visit.current += 1
            }}
            onBlur={() => setDraft(undefined)}
            onChange={(event) => {
              setDraft({ name: name!, text: event.currentTarget.value })
              set(name!, event.currentTarget.value, `${label.id} ${name} ${visit.current}`)
            }}
          />
        )
      })}
      <Checkbox
        size="xs"
        label={t('sticky')}
        checked={sticky}
        disabled={disabled}
        onChange={(event) => setSticky(event.currentTarget.checked)}
      />
    </Stack>
  )
}
