import { Input, SegmentedControl, Stack, Switch } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { FileChooser } from '#web/components/FileChooser.tsx'
import { fileKindOf, importedEndings } from '#web/components/file-kinds.ts'
import { StorePathInput } from '#web/components/StorePathInput.tsx'
import { type CreateForm, hasTables } from './create-form.ts'

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
  return (
    <Input.Wrapper label={t('create:source')} required labelElement="div">
      <Stack gap="xs" mt={4}>
        <SegmentedControl
          aria-label={t('create:source')}
          value={form.source}
          onChange={(source) => onChange({ source: source as CreateForm['source'] })}
          data={(['upload', 'storage'] as const).map((value) => ({ value, label: t(`create:${value}`) }))}
        />
        {form.source === 'upload' ? (
          <FileChooser
            accept={importedEndings(form.type)}
            hint={`${t(`create:${hint}`)}. ${t(`create:${hint}Labels`)}`}
            files={files}
            onChange={onFiles}
          />
        ) : (
          <StorePathInput
            required
            label={t('create:path')}
            description={t('create:pathHelp')}
            value={form.path}
            onChange={(path) => onChange({ path })}
          />
        )}
        <Switch
          mt={4}
          label={t('create:readsLabels')}
          description={t('create:readsLabelsHelp')}
          checked={form.readsLabels}
          onChange={(event) => onChange({ readsLabels: event.currentTarget.checked })}
        />
        {hasTables(form) && (
          <Switch
            label={t('imports:hasHeader')}
            description={t('imports:hasHeaderHelp')}
            checked={form.hasHeader}
            onChange={(event) => onChange({ hasHeader: event.currentTarget.checked })}
          />
        )}
      </Stack>
    </Input.Wrapper>
  )
}
