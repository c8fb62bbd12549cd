import { useTranslation } from 'react-i18next'
import { NameInput } from '#web/components/NameInput.tsx'
import { StorePathInput } from '#web/components/StorePathInput.tsx'
import type { ExportForm } from './export-form.ts'

/** The folder that is written to, or what a new dataset is called and where it lies. */
export function Destination({ form, onChange }: { form: ExportForm; onChange: (part: Partial<ExportForm>) => void }) {
  const { t } = useTranslation('exports')
  const isFolder = form.dest === 'folder'
  return (
    <>
      {!isFolder && (
        <NameInput
          label={t('datasetName')}
          required
          maxLength={100}
          value={form.datasetName}
          onChange={(event) => onChange({ datasetName: event.currentTarget.value })}
        />
      )}
      <StorePathInput
        required
        label={isFolder ? t('folder') : t('input')}
        description={isFolder ? t('folderHelp') : t('inputHelp')}
        value={form.path}
        onChange={(path) => onChange({ path })}
      />
      {!isFolder && (
        <StorePathInput
          required
          label={t('output')}
          description={t('outputHelp')}
          value={form.output}
          onChange={(output) => onChange({ output })}
        />
      )}
    </>
  )
}
