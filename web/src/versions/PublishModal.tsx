import { Button, Group, Modal, Slider, Stack, Switch, Text, Textarea, TextInput } from '@mantine/core'
import { type FormEvent, useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { DescDatasetResp } from '#contract/datasets.ts'
import { isSplittable } from '#core/statistics/splitting.ts'
import { Fault } from '#web/components/Fault.tsx'
import { NameInput } from '#web/components/NameInput.tsx'
import { Unfold } from '#web/components/Unfold.tsx'
import { useCall, useSend } from '#web/data/calls.ts'
import { textOfShare } from '#web/i18n/numbers.ts'
import { hasLabels } from '#web/samples/dataset-kinds.ts'
import { EMPTY_PUBLISH, type PublishForm, publishBody, writesVoc } from './publish-form.ts'
import { VERSION_READINGS } from './readings.ts'
import { SplitPreview } from './SplitPreview.tsx'

/** Publishes a version: its name, how its samples are split, what goes with it. */
export function PublishModal({ dataset, onClose }: { dataset: DescDatasetResp; onClose: () => void }) {
  const { t, i18n } = useTranslation(['versions', 'shell'])
  const dataset_id = dataset.dataset_id!
  const dataset_type = dataset.dataset_type!
  const [form, setForm] = useState(EMPTY_PUBLISH)
  const ratio = useId()
  const stats = useCall('GetDatasetStats', { dataset_id }).data
  const splits = stats?.data_spliting_enable ?? false
  const publish = useSend('CreateDatasetVersion', VERSION_READINGS)
  const change = (part: Partial<PublishForm>) => setForm({ ...form, ...part })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    publish.mutate({ args: { dataset_id }, body: publishBody(form, { dataset_type, splits }) }, { onSuccess: onClose })
  }
  const next = `V${String(dataset.next_version_num ?? 1).padStart(3, '0')}`
  const share = (percent: number) => textOfShare(percent / 100, i18n.language)
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('versions:publish')}
      size="lg"
      closeButtonProps={{ 'aria-label': t('shell:close') }}
    >
      <form onSubmit={submit}>
        <Stack>
          <NameInput
            label={t('versions:name')}
            placeholder={next}
            maxLength={32}
            data-autofocus
            value={form.name}
            onChange={(event) => change({ name: event.currentTarget.value })}
          />
          <Textarea
            label={t('versions:description')}
            maxLength={256}
            autosize
            minRows={1}
            value={form.description}
            onChange={(event) => change({ description: event.currentTarget.value })}
          />
          {splits ? (
            <div>
              <Text size="sm" fw={500} id={ratio}>
                {t('versions:ratio')}: {share(form.train)}
              </Text>
              <Text size="xs" c="dimmed" mb="xs">
                {t('versions:ratioHelp')}
              </Text>
              <Slider
                thumbProps={{ 'aria-labelledby': ratio, 'aria-valuetext': share(form.train) }}
                label={share}
                min={0}
                max={100}
                value={form.train}
                onChange={(train) => change({ train })}
                marks={[0, 50, 70, 80, 90, 100].map((value) => ({ value }))}
              />
              <SplitPreview labels={stats?.label_stats ?? []} train={form.train} />
            </div>
          ) : (
            stats && (
              <Text size="sm" c="dimmed">
                {isSplittable(dataset_type) ? t('versions:noSplit') : t('versions:noSplitType')}
              </Text>
            )
          )}
          <Switch
            label={t('versions:copyFiles')}
            description={t('versions:copyFilesHelp')}
            checked={form.copyFiles}
            onChange={(event) => change({ copyFiles: event.currentTarget.checked })}
          />
          {hasLabels(dataset_type) && (
            <Switch
              label={t('versions:keepHard')}
              checked={form.keepHard}
              onChange={(event) => change({ keepHard: event.currentTarget.checked })}
            />
          )}
          <Unfold closed={t('versions:moreChoices')}>
            <Stack mt="sm">
              <Switch
                label={t('versions:keepUsage')}
                description={t('versions:keepUsageHelp')}
                checked={form.keepUsage}
                onChange={(event) => change({ keepUsage: event.currentTarget.checked })}
              />
              {splits && (
                <>
                  <Switch
                    label={t('versions:stable')}
                    checked={form.stable}
                    onChange={(event) => change({ stable: event.currentTarget.checked })}
                  />
                  <TextInput
                    label={t('versions:seedField')}
                    description={t('versions:seedHelp')}
                    maxLength={64}
                    value={form.seed}
                    onChange={(event) => change({ seed: event.currentTarget.value })}
                  />
                </>
              )}
              {writesVoc(dataset_type) && (
                <Switch
                  label={t('versions:decimals')}
                  description={t('versions:decimalsHelp')}
                  checked={form.decimals}
                  onChange={(event) => change({ decimals: event.currentTarget.checked })}
                />
              )}
            </Stack>
          </Unfold>
          {publish.error && <Fault error={publish.error} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t('shell:cancel')}
            </Button>
            <Button type="submit" loading={publish.isPending} disabled={!stats}>
              {t('versions:doPublish')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
