import { Input, SegmentedControl, Stack, Switch, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { DatasetType, TEXT_DATASET_TYPES } from '#contract/codes.ts'
import { FileChooser } from '#web/components/FileChooser.tsx'
import { fileKindOf, importedEndings } from '#web/components/file-kinds.ts'
import { StorePathInput } from '#web/components/StorePathInput.tsx'
import { hasLabels } from '#web/samples/dataset-kinds.ts'
import { type CreateForm, hasTables, placesOf } from './create-form.ts'

/** Where the samples of a new dataset come from, and whether their labels come with them. */
export function SourceFields({
  form,
  files,
  onChange,
  onFiles,
}: {
  form: CreateForm
  files: readonly File[]
  onChange: (part: Partial<CreateForm>) => void
  onFiles: (files: readonly File[]) => void
}) {
  const { t } = useTranslation(['create', 'imports'])
  const { hint } = fileKindOf(form.type)
  const isTable = form.type === DatasetType.table
  return (
    <Input.Wrapper label={t('create:source')} required labelElement="div">
      <Stack gap="xs" mt={4}>
        <SegmentedControl
          aria-label={t('create:source')}
          value={form.source}
          onChange={(source) => onChange({ source: source as CreateForm['source'] })}
          data={(['upload', 'storage', 'later'] as const).map((value) => ({ value, label: t(`create:${value}`) }))}
        />
        {form.source === 'later' && (
          <Text size="sm">
            {t('create:laterHelp')}{' '}
            {!TEXT_DATASET_TYPES.includes(form.type) && t('create:laterFolder', { path: placesOf(form).input })}
          </Text>
        )}
        {form.source === 'upload' && (
          <FileChooser
            accept={importedEndings(form.type)}
            hint={`${t(`create:${hint}`)}. ${t(`create:${hint}Labels`)}`}
            files={files}
            onChange={onFiles}
          />
        )}
        {form.source === 'storage' && (
          <StorePathInput
            required
            label={t('create:path')}
            description={t('create:pathHelp')}
            value={form.path}
            onChange={(path) => onChange({ path })}
          />
        )}
        {form.source !== 'later' && hasLabels(form.type) && (
          <Switch
            mt={4}
            label={t('create:readsLabels')}
            description={t('create:readsLabelsHelp')}
            checked={form.readsLabels}
            onChange={(event) => onChange({ readsLabels: event.currentTarget.checked })}
          />
        )}
        {hasTables(form) && (isTable || form.source !== 'later') && (
          <Switch
            mt={4}
            label={t('imports:hasHeader')}
            description={!isTable && t('imports:hasHeaderHelp')}
            checked={form.hasHeader}
            onChange={(event) => onChange({ hasHeader: event.currentTarget.checked })}
          />
        )}
      </Stack>
    </Input.Wrapper>
  )
}
