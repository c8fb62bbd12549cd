import { Button, Group, Modal, Stack, Switch, Textarea } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { DatasetType } from '#contract/codes.ts'
import type { DescDatasetResp } from '#contract/datasets.ts'
import { Fault } from '#web/components/Fault.tsx'
import { NameInput } from '#web/components/NameInput.tsx'
import { useSend } from '#web/data/calls.ts'

const WITH_ENTITIES: readonly (number | undefined)[] = [DatasetType.namedEntities, DatasetType.textTriplets]

/** Name and description of a dataset, and what it allows. */
export function EditDatasetModal({ dataset, onClose }: { dataset: DescDatasetResp; onClose: () => void }) {
  const { t } = useTranslation(['overview', 'create', 'shell'])
  const [dataset_name, setName] = useState(dataset.dataset_name ?? '')
  const [description, setDescription] = useState(dataset.description ?? '')
  const [text_overlaps, setOverlaps] = useState(dataset.muster?.text_overlaps !== false)
  const hasEntities = WITH_ENTITIES.includes(dataset.dataset_type)
  const update = useSend('UpdateDataset', ['DescDataset', 'ListDatasets'])
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const args = { dataset_id: dataset.dataset_id! }
    const body = { dataset_name, description, ...(hasEntities && { muster: { text_overlaps } }) }
    update.mutate({ args, body }, { onSuccess: onClose })
  }
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('overview:edit')}
      centered
      closeButtonProps={{ 'aria-label': t('shell:close') }}
    >
      <form onSubmit={submit}>
        <Stack>
          <NameInput
            label={t('create:name')}
            required
            maxLength={100}
            data-autofocus
            value={dataset_name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Textarea
            label={t('create:description')}
            maxLength={256}
            autosize
            minRows={2}
            value={description}
            onChange={(event) => setDescription(event.currentTarget.value)}
          />
          {hasEntities && (
            <Switch
              label={t('overview:overlaps')}
              description={t('overview:overlapsHelp')}
              checked={text_overlaps}
              onChange={(event) => setOverlaps(event.currentTarget.checked)}
            />
          )}
          {update.error && <Fault error={update.error} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t('shell:cancel')}
            </Button>
            <Button type="submit" loading={update.isPending}>
              {t('shell:save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
