import { Checkbox, Select, Stack, TextInput } from '@mantine/core'
import { useLocalStorage } from '@mantine/hooks'
import { type KeyboardEvent, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { LabelAttribute } from '#contract/labels.ts'
import type { WorkLabel } from '#web/workbench/document/label.ts'
import { focusCanvas } from '#web/workbench/shell/focus-canvas.ts'
import type { ImageStore } from './image-store.ts'

/** What the definition asks about an object. A digit picks a choice, Enter goes to the next field. */
export function AttributeFields({
  store,
  label,
  attributes,
  disabled,
  onDone = focusCanvas,
}: {
  store: ImageStore
  label: WorkLabel
  attributes: readonly LabelAttribute[]
  disabled: boolean
  /** Enter in the last field. */
  onDone?: () => void
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
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const field = event.target as HTMLElement
    const asked = attributes.find(({ name }) => name === field.dataset.attribute)
    if (asked === undefined || event.nativeEvent.isComposing || event.ctrlKey || event.metaKey || event.altKey) return
    const digit = asked.type === 'select' ? /^(?:Digit|Numpad)([1-9])$/.exec(event.code)?.[1] : undefined
    const choice = asked.values?.flatMap(({ value }) => value ?? [])[Number(digit) - 1]
    if (choice !== undefined) set(asked.name!, choice)
    else if (event.key === 'Enter' && field.ariaExpanded !== 'true') {
      const fields = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-attribute]')]
      const next = fields[fields.indexOf(field) + 1]
      if (next) next.focus()
      else onDone()
    } else return
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    <Stack gap={6} role="group" aria-label={t('attributes')} onKeyDownCapture={onKeyDown}>
      {attributes.map(({ name, type, values = [] }) => {
        const value = String(label.property[name!] ?? '')
        const shared = { size: 'xs', label: name, value, disabled, 'data-attribute': name } as const
        if (type === 'select') {
          return (
            <Select
              {...shared}
              key={name}
              value={value || null}
              clearable
              openOnFocus={false}
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
