import { Select, Stack, Switch, TagsInput, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { DatasetType } from '#contract/codes.ts'
import { Unfold } from '#web/components/Unfold.tsx'
import { hasLabels } from '#web/samples/dataset-kinds.ts'
import { type ImportForm, mayWait } from './import-form.ts'

/** Choices that most imports do without. */
export function MoreChoices({
  form,
  dataset_type,
  onChange,
}: {
  form: ImportForm
  dataset_type: DatasetType
  onChange: (part: Partial<ImportForm>) => void
}) {
  const { t } = useTranslation('imports')
  const canHaveLabels = hasLabels(dataset_type)
  const takesLabels = canHaveLabels && form.what !== 'files'
  return (
    <Unfold closed={t('more')}>
      <Stack gap="md" mt="sm">
        {takesLabels && (
          <Select
            label={t('again')}
            allowDeselect={false}
            value={form.duplicates}
            data={(['skip', 'replace'] as const).map((value) => ({ value, label: t(`agains.${value}`) }))}
            onChange={(value) => onChange({ duplicates: value as ImportForm['duplicates'] })}
          />
        )}
        {takesLabels && mayWait(dataset_type) && (
          <Switch
            label={t('unconfirmed')}
            description={t('unconfirmedHelp')}
            checked={form.unconfirmed}
            onChange={(event) => onChange({ unconfirmed: event.currentTarget.checked })}
          />
        )}
        {canHaveLabels && (
          <Switch
            label={t('hardOnly')}
            checked={form.hardOnly}
            onChange={(event) => onChange({ hardOnly: event.currentTarget.checked })}
          />
        )}
        <Switch
          label={t('strict')}
          description={t('strictHelp')}
          checked={form.strict}
          onChange={(event) => onChange({ strict: event.currentTarget.checked })}
        />
        {canHaveLabels &&
          (['included', 'excluded'] as const).map((field) => (
            <TagsInput
              key={field}
              label={t(field)}
              description={t('labelNames')}
              value={form[field]}
              onChange={(names) => onChange({ [field]: names })}
            />
          ))}
        {form.import_type === 'dir' && form.what !== 'labels' && (
          <TextInput
            label={t('intoFolder')}
            description={t('intoFolderHelp')}
            value={form.folder}
            onChange={(event) => onChange({ folder: event.currentTarget.value })}
          />
        )}
      </Stack>
    </Unfold>
  )
}
