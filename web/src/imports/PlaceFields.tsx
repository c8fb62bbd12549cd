import { Input, SegmentedControl, Stack } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { DatasetType } from '#contract/codes.ts'
import { FileChooser } from '#web/components/FileChooser.tsx'
import { fileKindOf, importedEndings } from '#web/components/file-kinds.ts'
import { StorePathInput } from '#web/components/StorePathInput.tsx'
import type { ImportForm } from './import-form.ts'

const PLACES = ['dir', 'local', 'manifest'] as const
type Place = (typeof PLACES)[number]

/** Where data lies that is to be imported: in a folder of the store, on this computer, or told by a manifest. */
export function PlaceFields({
  form: { import_type, path },
  isLocal,
  files,
  dataset_type,
  onLocal,
  onFiles,
  onChange,
}: {
  form: ImportForm
  isLocal: boolean
  files: readonly File[]
  dataset_type: DatasetType
  onLocal: (isLocal: boolean) => void
  onFiles: (files: readonly File[]) => void
  onChange: (part: Partial<ImportForm>) => void
}) {
  const { t } = useTranslation(['imports', 'create'])
  const { hint } = fileKindOf(dataset_type)
  const place: Place = isLocal ? 'local' : import_type
  const choose = (chosen: string) => {
    onLocal(chosen === 'local')
    onChange({ import_type: chosen === 'manifest' ? 'manifest' : 'dir' })
  }
  return (
    <Input.Wrapper label={t('imports:from')} labelElement="div">
      <Stack gap="xs" mt={4}>
        <SegmentedControl
          aria-label={t('imports:from')}
          value={place}
          onChange={choose}
          data={PLACES.filter((one) => one !== 'manifest' || dataset_type !== DatasetType.free).map((value) => ({
            value,
            label: t(`imports:fromKinds.${value}`),
          }))}
        />
        {isLocal ? (
          <FileChooser
            accept={importedEndings(dataset_type)}
            hint={`${t(`create:${hint}`)}. ${t(`create:${hint}Labels`)} ${t('imports:localHelp')}`}
            files={files}
            onChange={onFiles}
          />
        ) : (
          <StorePathInput
            required
            label={t(import_type === 'dir' ? 'imports:folder' : 'imports:manifest')}
            description={t(import_type === 'dir' ? 'imports:folderHelp' : 'imports:manifestHelp')}
            pick={import_type === 'dir' ? 'folder' : 'file'}
            value={path}
            onChange={(chosen) => onChange({ path: chosen })}
          />
        )}
      </Stack>
    </Input.Wrapper>
  )
}
