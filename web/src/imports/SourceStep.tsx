import { Button, Group, Input, Radio, SegmentedControl, Select, Stack, Text } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { DatasetType } from '#contract/codes.ts'
import { Fault } from '#web/components/Fault.tsx'
import { AnchorLink } from '#web/components/links.tsx'
import { StorePathInput } from '#web/components/StorePathInput.tsx'
import { useCall } from '#web/data/calls.ts'
import { useFormatName } from '#web/data-tasks/useFormatName.ts'
import { FormatFields } from './FormatFields.tsx'
import type { ImportForm } from './import-form.ts'
import { MoreChoices } from './MoreChoices.tsx'

/** Where the data is, how it is written, and what of it is wanted. */
export function SourceStep({
  dataset_id,
  dataset_type,
  form: first,
  busy,
  error,
  onCheck,
}: {
  dataset_id: string
  dataset_type: DatasetType
  form: ImportForm
  busy: boolean
  error: unknown
  onCheck: (form: ImportForm) => void
}) {
  const { t } = useTranslation('imports')
  const [form, setForm] = useState(first)
  const formats = useCall('ListFormats', { dataset_id }).data?.import_formats ?? []
  const change = (part: Partial<ImportForm>) => setForm({ ...form, ...part })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    onCheck(form)
  }
  const { import_type } = form
  const nameOf = useFormatName()
  const choices = formats.filter((format) => format !== 'manifest').map((value) => ({ value, label: nameOf(value) }))
  return (
    <form onSubmit={submit}>
      <Stack maw={760} gap="lg">
        <Input.Wrapper label={t('from')} labelElement="div">
          <Stack gap="xs" mt={4}>
            <SegmentedControl
              aria-label={t('from')}
              value={import_type}
              onChange={(value) => change({ import_type: value as ImportForm['import_type'] })}
              data={(['dir', 'manifest'] as const).map((value) => ({ value, label: t(`fromKinds.${value}`) }))}
            />
            <StorePathInput
              required
              label={t(import_type === 'dir' ? 'folder' : 'manifest')}
              description={t(import_type === 'dir' ? 'folderHelp' : 'manifestHelp')}
              pick={import_type === 'dir' ? 'folder' : 'file'}
              value={form.path}
              onChange={(path) => change({ path })}
            />
            <Text size="sm" c="dimmed">
              <AnchorLink to="/datasets/$dataset_id/samples" params={{ dataset_id }} inherit>
                {t('notInStore')}
              </AnchorLink>
            </Text>
          </Stack>
        </Input.Wrapper>
        {import_type === 'dir' && (
          <Stack gap="sm">
            <Select
              label={t('format')}
              description={t('formatHelp')}
              allowDeselect={false}
              value={form.format}
              data={[{ value: '', label: t('detect') }, ...choices]}
              onChange={(format) => change({ format: format ?? '' })}
            />
            <FormatFields form={form} dataset_type={dataset_type} onChange={change} />
          </Stack>
        )}
        <Radio.Group
          label={t('what')}
          value={form.what}
          onChange={(what) => change({ what: what as ImportForm['what'] })}
        >
          <Stack gap="xs" mt="xs">
            {(['all', 'files', 'labels'] as const).map((what) => (
              <Radio key={what} value={what} label={t(`whats.${what}`)} />
            ))}
          </Stack>
        </Radio.Group>
        <MoreChoices form={form} dataset_type={dataset_type} onChange={change} />
        {error !== null && <Fault error={error} />}
        <Group>
          <Button type="submit" loading={busy} leftSection={<IconSearch size={18} />}>
            {t('check')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
