import { Button, Group, Input, Radio, SegmentedControl, Select, Stack } from '@mantine/core'
import { useSessionStorage } from '@mantine/hooks'
import { IconFileExport } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import type { FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import type { DescDatasetResp } from '#contract/datasets.ts'
import type { DatasetVersion } from '#contract/versions.ts'
import { Fault } from '#web/components/Fault.tsx'
import { useCall, useSend } from '#web/data/calls.ts'
import { hasLabels } from '#web/samples/dataset-kinds.ts'
import { Destination } from './Destination.tsx'
import { EMPTY_EXPORT, type ExportForm, exportBody, usualPlace } from './export-form.ts'
import { SearchFields } from './SearchFields.tsx'
import { WritingFields } from './WritingFields.tsx'

/** What is exported, which samples of it, how it is written and where to. */
export function ExportFields({
  dataset,
  versions,
  version_id,
}: {
  dataset: DescDatasetResp
  versions: readonly DatasetVersion[]
  /** The version that is chosen at first; empty: the present state. */
  version_id: string
}) {
  const { t } = useTranslation('exports')
  const dataset_id = dataset.dataset_id!
  const work_path = dataset.work_path ?? ''
  const navigate = useNavigate()
  const [form, setForm, clearForm] = useSessionStorage<ExportForm>({
    key: `muster.export.${dataset_id}.${version_id}`,
    defaultValue: { ...EMPTY_EXPORT, version_id, path: usualPlace(work_path, new Date()) },
    getInitialValueInEffect: false,
  })
  const splits = useCall('GetDatasetStats', { dataset_id }).data?.data_spliting_enable ?? false
  const send = useSend('ExportTask', ['GetExportTasksStatusOfDataset', 'ListJobs'])
  const change = (part: Partial<ExportForm>) => setForm((before) => ({ ...before, ...part }))
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const started = () => {
      clearForm()
      void navigate({ to: '/datasets/$dataset_id/data', params: { dataset_id } })
    }
    send.mutate(
      { args: { dataset_id }, body: exportBody(form, { dataset_type: dataset.dataset_type!, work_path, splits }) },
      { onSuccess: started },
    )
  }
  return (
    <form onSubmit={submit}>
      <Stack maw={760} gap="lg">
        <Select
          label={t('what')}
          allowDeselect={false}
          value={form.version_id}
          data={[
            { value: '', label: t('now') },
            ...versions.map((one) => ({
              value: one.version_id!,
              label: t('version', { name: one.version_name ?? '' }),
            })),
          ]}
          onChange={(chosen) => change({ version_id: chosen ?? '' })}
        />
        {hasLabels(dataset.dataset_type!) && (
          <Radio.Group
            label={t('which')}
            value={form.which}
            onChange={(which) => change({ which: which as ExportForm['which'] })}
          >
            <Group gap="lg" mt="xs">
              {(['all', 'labelled', 'unlabelled', 'searched'] as const).map((which) => (
                <Radio key={which} value={which} label={t(`whichs.${which}`)} />
              ))}
            </Group>
          </Radio.Group>
        )}
        {form.which === 'searched' && <SearchFields dataset_id={dataset_id} form={form} onChange={change} />}
        <Input.Wrapper label={t('dest')} labelElement="div">
          <Stack gap="sm" mt={4}>
            <SegmentedControl
              aria-label={t('dest')}
              value={form.dest}
              onChange={(dest) => change({ dest: dest as ExportForm['dest'] })}
              data={(['folder', 'dataset'] as const).map((value) => ({ value, label: t(`dests.${value}`) }))}
            />
            <Destination form={form} work_path={work_path} onChange={change} />
          </Stack>
        </Input.Wrapper>
        <WritingFields dataset={dataset} form={form} splits={splits} onChange={change} />
        {send.error && <Fault error={send.error} />}
        <Group>
          <Button type="submit" loading={send.isPending} leftSection={<IconFileExport size={18} />}>
            {t('start')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
