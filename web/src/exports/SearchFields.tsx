import { MultiSelect, Paper, Stack, Switch, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useCall } from '#web/data/calls.ts'
import type { ExportForm } from './export-form.ts'

const MOST_OPTIONS = 100

/** Which samples are looked for: all that is said here has to hold. */
export function SearchFields({
  dataset_id,
  form,
  onChange,
}: {
  dataset_id: string
  form: ExportForm
  onChange: (part: Partial<ExportForm>) => void
}) {
  const { t } = useTranslation('exports')
  const labels = useCall('ListLabels', { dataset_id }).data?.labels ?? []
  return (
    <Paper withBorder p="md">
      <Stack>
        <MultiSelect
          label={t('withLabels')}
          searchable
          limit={MOST_OPTIONS}
          data={[...new Set(labels.flatMap(({ name }) => name ?? []))]}
          value={form.labels}
          onChange={(names) => onChange({ labels: names })}
        />
        <TextInput
          label={t('byName')}
          value={form.name}
          onChange={(event) => onChange({ name: event.currentTarget.value })}
        />
        <Switch
          label={t('hardOnly')}
          checked={form.hardOnly}
          onChange={(event) => onChange({ hardOnly: event.currentTarget.checked })}
        />
      </Stack>
    </Paper>
  )
}
