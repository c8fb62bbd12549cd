import { Select, Slider, Stack, Switch, Text } from '@mantine/core'
import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import type { DescDatasetResp } from '#contract/datasets.ts'
import { usualFormat } from '#core/formats/usual-format.ts'
import { useCall } from '#web/data/calls.ts'
import { useFormatName } from '#web/data-tasks/useFormatName.ts'
import { textOfShare } from '#web/i18n/numbers.ts'
import { hasLabels } from '#web/samples/dataset-kinds.ts'
import { type ExportForm, exportFields } from './export-form.ts'

/** How what is exported is written: format, layout, split. */
export function WritingFields({
  dataset,
  form,
  splits,
  onChange,
}: {
  dataset: DescDatasetResp
  form: ExportForm
  splits: boolean
  onChange: (part: Partial<ExportForm>) => void
}) {
  const { t } = useTranslation('exports')
  const nameOf = useFormatName()
  const formats = useCall('ListFormats', { dataset_id: dataset.dataset_id! }).data?.export_formats ?? []
  const fields = exportFields(form, dataset.dataset_type!, splits)
  const usual = usualFormat(dataset.dataset_type!, { annotation_format: undefined, tree: form.layout === 'tree' })
  return (
    <Stack gap="md">
      {fields.format && (
        <Select
          label={t('format')}
          allowDeselect={false}
          value={form.format}
          data={[
            { value: '', label: t('usual', { format: nameOf(usual) }) },
            ...formats.map((value) => ({ value, label: nameOf(value) })),
          ]}
          onChange={(format) => onChange({ format: format ?? '' })}
        />
      )}
      {fields.layout && (
        <Select
          label={t('layout')}
          description={t('layoutHelp')}
          allowDeselect={false}
          value={form.layout}
          data={(['flat', 'tree'] as const).map((value) => ({ value, label: t(`layouts.${value}`) }))}
          onChange={(layout) => onChange({ layout: layout as ExportForm['layout'] })}
        />
      )}
      {fields.vocOrigin && (
        <Select
          label={t('vocOrigin')}
          allowDeselect={false}
          maw={240}
          value={form.vocOrigin}
          data={['0', '1']}
          onChange={(value) => onChange({ vocOrigin: value as ExportForm['vocOrigin'] })}
        />
      )}
      {fields.decimals && (
        <Switch
          label={t('decimals')}
          description={t('decimalsHelp')}
          checked={form.decimals}
          onChange={(event) => onChange({ decimals: event.currentTarget.checked })}
        />
      )}
      {form.dest === 'folder' && (
        <Switch
          label={t('copyFiles')}
          description={t('copyFilesHelp')}
          checked={form.copyFiles}
          onChange={(event) => onChange({ copyFiles: event.currentTarget.checked })}
        />
      )}
      {hasLabels(dataset.dataset_type!) && (
        <Switch
          label={t('keepHard')}
          checked={form.keepHard}
          onChange={(event) => onChange({ keepHard: event.currentTarget.checked })}
        />
      )}
      {fields.split && (
        <Switch
          label={t('split')}
          checked={form.split}
          onChange={(event) => onChange({ split: event.currentTarget.checked })}
        />
      )}
      {fields.split && form.split && <Ratio train={form.train} onChange={(train) => onChange({ train })} />}
    </Stack>
  )
}

function Ratio({ train, onChange }: { train: number; onChange: (train: number) => void }) {
  const { t, i18n } = useTranslation('exports')
  const id = useId()
  const share = (percent: number) => textOfShare(percent / 100, i18n.language)
  return (
    <div>
      <Text size="sm" fw={500} id={id}>
        {t('ratio')}: {share(train)}
      </Text>
      <Slider
        thumbProps={{ 'aria-labelledby': id, 'aria-valuetext': share(train) }}
        label={share}
        value={train}
        onChange={onChange}
      />
    </div>
  )
}
