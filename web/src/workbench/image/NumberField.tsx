import { NumberInput } from '@mantine/core'
import { useState } from 'react'

/** Takes effect with Enter or when it is left, so that half a number changes nothing. */
export function NumberField({
  name,
  value,
  suffix,
  disabled,
  max,
  step,
  onSet,
}: {
  name: string
  value: number | undefined
  suffix?: string
  disabled: boolean
  max?: number
  step?: number
  onSet: (value: number) => void
}) {
  const [draft, setDraft] = useState<{ of: number | undefined; text: string }>()
  const commit = () => {
    const told = draft && draft.text !== '' ? Number(draft.text) : Number.NaN
    setDraft(undefined)
    if (draft?.of === value && Number.isFinite(told) && told !== value) onSet(told)
  }
  return (
    <NumberInput
      size="xs"
      label={name}
      suffix={suffix}
      min={0}
      max={max}
      step={step}
      decimalScale={3}
      value={draft && draft.of === value ? draft.text : (value ?? '')}
      disabled={disabled}
      onChange={(told) => setDraft({ of: value, text: String(told) })}
      onBlur={commit}
      onKeyDown={(event) => event.key === 'Enter' && commit()}
    />
  )
}
