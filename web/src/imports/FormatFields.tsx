import { Group, Select, Stack, Switch, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { DatasetType } from '#contract/codes.ts'
import { formatFields, type ImportForm } from './import-form.ts'

type Props = { form: ImportForm; dataset_type: DatasetType; onChange: (part: Partial<ImportForm>) => void }

/** What is typed, and what it is when nothing is. */
const WORDS = [
  { field: 'textColumn', usual: 'text' },
  { field: 'labelColumn', usual: 'label' },
  { field: 'labelName', usual: 'speech' },
] as const

/** What only the chosen format wants to know. */
export function FormatFields({ form, dataset_type, onChange }: Props) {
  const { t } = useTranslation('imports')
  const fields = formatFields(form, dataset_type)
  if (fields.vocOrigin) {
    return (
      <Select
        label={t('vocOrigin')}
        allowDeselect={false}
        maw={240}
        value={form.vocOrigin}
        data={['0', '1']}
        onChange={(value) => onChange({ vocOrigin: value as ImportForm['vocOrigin'] })}
      />
    )
  }
  if (fields.yoloTask) {
    return (
      <Select
        label={t('yoloTask')}
        allowDeselect={false}
        maw={240}
        value={form.yoloTask}
        data={(['any', 'detect', 'segment', 'oriented'] as const).map((value) => ({
          value,
          label: t(`yoloTasks.${value}`),
        }))}
        onChange={(value) => onChange({ yoloTask: value as ImportForm['yoloTask'] })}
      />
    )
  }
  if (fields.separators) return <Separators form={form} onChange={onChange} />
  const names = WORDS.filter(({ field }) => fields[field])
  if (names.length === 0) return null
  return (
    <Group grow>
      {names.map(({ field, usual }) => (
        <TextInput
          key={field}
          label={t(field)}
          placeholder={usual}
          value={form[field]}
          onChange={(event) => onChange({ [field]: event.currentTarget.value })}
        />
      ))}
    </Group>
  )
}

/** What the wire takes between texts and labels, the usual ones of it; a tab has no sign of its own. */
const SEPARATORS = ['\t', ',', ';', '|', ':', '#', '@']

function Separators({ form, onChange }: Omit<Props, 'dataset_type'>) {
  const { t } = useTranslation('imports')
  const choices = SEPARATORS.map((value) => ({ value, label: value === '\t' ? t('tab') : value }))
  return (
    <Stack gap="sm">
      <Group grow align="flex-end">
        <Select
          label={t('textLabels')}
          allowDeselect={false}
          value={form.textLabels}
          data={(['any', '1', '0'] as const).map((value) => ({ value, label: t(`textLabelKinds.${value}`) }))}
          onChange={(value) => onChange({ textLabels: value as ImportForm['textLabels'] })}
        />
        <Select
          label={t('sampleSeparator')}
          allowDeselect={false}
          disabled={form.textLabels !== '1'}
          value={form.sampleSeparator}
          data={choices}
          onChange={(value) => onChange({ sampleSeparator: value ?? '\t' })}
        />
        <Select
          label={t('labelSeparator')}
          allowDeselect={false}
          disabled={form.textLabels === 'any'}
          value={form.labelSeparator}
          data={choices}
          onChange={(value) => onChange({ labelSeparator: value ?? ',' })}
        />
      </Group>
      <Switch
        label={t('hasHeader')}
        description={t('hasHeaderHelp')}
        checked={form.hasHeader}
        onChange={(event) => onChange({ hasHeader: event.currentTarget.checked })}
      />
    </Stack>
  )
}
