import { Button, Group, Radio, Select, Stack, Text } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { DescDatasetResp } from '#contract/datasets.ts'
import { Fault } from '#web/components/Fault.tsx'
import { useCall } from '#web/data/calls.ts'
import { useFormatName } from '#web/data-tasks/useFormatName.ts'
import { hasLabels } from '#web/samples/dataset-kinds.ts'
import { importNameOf, nameOf, parcelsOf } from '#web/uploads/chosen-files.ts'
import { SendProgress } from '#web/uploads/SendProgress.tsx'
import { useSending } from '#web/uploads/useSending.ts'
import { FormatFields } from './FormatFields.tsx'
import type { ImportForm } from './import-form.ts'
import { MoreChoices } from './MoreChoices.tsx'
import { PlaceFields } from './PlaceFields.tsx'

/** Where the data is, how it is written, and what of it is wanted. */
export function SourceStep({
  dataset,
  form,
  onChange,
  busy,
  error,
  onCheck,
}: {
  dataset: DescDatasetResp
  form: ImportForm
  onChange: (form: ImportForm) => void
  busy: boolean
  error: unknown
  onCheck: (form: ImportForm) => void
}) {
  const { t } = useTranslation(['imports', 'create'])
  const dataset_id = dataset.dataset_id!
  const dataset_type = dataset.dataset_type!
  const [isLocal, setLocal] = useState(false)
  const [files, setFiles] = useState<readonly File[]>([])
  const { sent, send, stop } = useSending()
  const sending = useMutation({ mutationFn: send })
  const formats = useCall('ListFormats', { dataset_id }).data?.import_formats ?? []
  const change = (part: Partial<ImportForm>) => onChange({ ...form, ...part })
  /** Files of a computer go below the input folder, where an import leaves them. */
  const bring = () => {
    const input = (dataset.data_sources?.[0]?.data_path ?? '').replace(/\/*$/, '/')
    const path = `${input}${form.folder.trim() || importNameOf(files.map(nameOf), new Date())}/`
    const arrived = (whole: boolean) => whole && onCheck({ ...form, import_type: 'dir', folder: '', path })
    sending.mutate(parcelsOf(files, path), { onSuccess: arrived })
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (isLocal) bring()
    else onCheck(form)
  }
  const { import_type } = form
  const formatName = useFormatName()
  const choices = formats
    .filter((format) => format !== 'manifest')
    .map((value) => ({ value, label: formatName(value) }))
  return (
    <form onSubmit={submit}>
      <Stack maw={760} gap="lg">
        <PlaceFields
          form={form}
          isLocal={isLocal}
          files={files}
          dataset_type={dataset_type}
          onLocal={setLocal}
          onFiles={setFiles}
          onChange={change}
        />
        {import_type === 'dir' && (
          <Stack gap="sm">
            <Select
              label={t('imports:format')}
              description={t('imports:formatHelp')}
              allowDeselect={false}
              value={form.format}
              data={[{ value: '', label: t('imports:detect') }, ...choices]}
              onChange={(format) => change({ format: format ?? '' })}
            />
            <FormatFields form={form} dataset_type={dataset_type} onChange={change} />
          </Stack>
        )}
        {hasLabels(dataset_type) && (
          <Radio.Group
            label={t('imports:what')}
            value={form.what}
            onChange={(what) => change({ what: what as ImportForm['what'] })}
          >
            <Stack gap="xs" mt="xs">
              {(['all', 'files', 'labels'] as const).map((what) => (
                <Radio key={what} value={what} label={t(`imports:whats.${what}`)} />
              ))}
            </Stack>
          </Radio.Group>
        )}
        <MoreChoices form={form} dataset_type={dataset_type} onChange={change} />
        {(error ?? sending.error) !== null && <Fault error={error ?? sending.error} />}
        {sent && <SendProgress sent={sent} onStop={stop} />}
        {sending.data === false && (
          <Text size="sm" role="status">
            {t('create:stopped')}
          </Text>
        )}
        <Group>
          <Button
            type="submit"
            loading={busy || sending.isPending}
            disabled={isLocal && files.length === 0}
            leftSection={<IconSearch size={18} />}
          >
            {isLocal ? t('imports:sendAndCheck') : t('imports:check')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
