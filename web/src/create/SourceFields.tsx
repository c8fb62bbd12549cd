import { Input, SegmentedControl, Stack, Switch } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { FileChooser } from '#web/components/FileChooser.tsx'
import { fileKindOf, importedEndings } from '#web/components/file-kinds.ts'
import { StorePathInput } from '#web/components/StorePathInput.tsx'
import type { CreateForm } from './create-form.ts'

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
  const { t } = useTranslation('create')
  const { hint } = fileKindOf(form.type)
  return (
    <Input.Wrapper label={t('source')} required labelElement="div">
      <Stack gap="xs" mt={4}>
        <SegmentedControl
          aria-label={t('source')}
          value={form.source}
          onChange={(source) => onChange({ source: source as CreateForm['source'] })}
          data={(['upload', 'storage'] as const).map((value) => ({ value, label: t(value) }))}
        />
        {form.source === 'upload' ? (
          <FileChooser
            accept={importedEndings(form.type)}
            hint={`${t(hint)}. ${t(`${hint}Labels`)}`}
            files={files}
            onChange={onFiles}
          />
        ) : (
          <StorePathInput
            required
            label={t('path')}
            description={t('pathHelp')}
            value={form.path}
            onChange={(path) => onChange({ path })}
          />
        )}
        <Switch
          mt={4}
          label={t('readsLabels')}
          description={t('readsLabelsHelp')}
          checked={form.readsLabels}
          onChange={(event) => onChange({ readsLabels: event.currentTarget.checked })}
        />
      </Stack>
    </Input.Wrapper>
  )
}
