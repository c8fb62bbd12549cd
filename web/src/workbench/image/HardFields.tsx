import { Checkbox, MultiSelect, Stack } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { HARD_REASONS } from '#contract/codes.ts'
import type { HardMark } from '#web/workbench/document/hard.ts'
import { NumberField } from './NumberField.tsx'

const IDS = HARD_REASONS.map((_, id) => `${id}` as '0')

/** The mark of a hard example: a sample or its labels. */
export function HardFields({
  label,
  mark,
  disabled,
  onMark,
}: {
  label: string
  mark: HardMark | undefined
  disabled: boolean
  onMark: (mark: HardMark | undefined) => void
}) {
  const { t } = useTranslation(['image', 'hard'])
  return (
    <Stack gap={6}>
      <Checkbox
        size="xs"
        label={label}
        checked={mark !== undefined}
        disabled={disabled}
        onChange={(event) => onMark(event.currentTarget.checked ? {} : undefined)}
      />
      {mark && (
        <>
          <NumberField
            name={t('coefficient')}
            value={mark.coefficient}
            max={1}
            step={0.1}
            disabled={disabled}
            onSet={(coefficient) => onMark({ ...mark, coefficient })}
          />
          <MultiSelect
            size="xs"
            label={t('reasons')}
            searchable
            data={IDS.map((id) => ({ value: id, label: t(`hard:reasons.${id}`) }))}
            value={(mark.reasons ?? []).map(String)}
            disabled={disabled}
            onChange={(ids) => onMark({ ...mark, reasons: ids.length > 0 ? ids.map(Number) : undefined })}
          />
        </>
      )}
    </Stack>
  )
}
