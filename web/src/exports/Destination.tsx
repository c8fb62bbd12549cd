import { useTranslation } from 'react-i18next'
import { NameInput } from '#web/components/NameInput.tsx'
import { StorePathInput } from '#web/components/StorePathInput.tsx'
import { type ExportForm, newPlaces } from './export-form.ts'

/** The folder that is written to, or what a new dataset is called and where it lies. */
export function Destination({
  form,
  work_path,
  onChange,
}: {
  form: ExportForm
  /** Of the dataset that is exported. */
  work_path: string
  onChange: (part: Partial<ExportForm>) => void
}) {
  const { t } = useTranslation('exports')
  if (form.dest === 'folder') {
    return (
      <StorePathInput
        required
        label={t('folder')}
        description={t('folderHelp')}
        value={form.path}
        onChange={(path) => onChange({ path })}
      />
    )
  }
  const usual = newPlaces(form, work_path)
  return (
    <>
      <NameInput
        label={t('datasetName')}
        required
        maxLength={100}
        value={form.datasetName}
        onChange={(event) => onChange({ datasetName: event.currentTarget.value })}
      />
      {(['input', 'output'] as const).map((field) => (
        <StorePathInput
          key={field}
          label={t(field)}
          description={t(`${field}Help`)}
          placeholder={usual[field]}
          value={form[field]}
          onChange={(path) => onChange({ [field]: path })}
        />
      ))}
    </>
  )
}
