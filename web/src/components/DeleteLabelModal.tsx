import { Radio, Stack } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Label } from '#contract/labels.ts'
import { useSend } from '#web/data/calls.ts'
import { ConfirmModal } from './ConfirmModal.tsx'

const stale = ['ListLabels', 'GetDatasetStats', 'DescDataset', 'ListSamples'] as const

/** Deletes a label with its objects or, if wanted, with the samples that carry nothing else. */
export function DeleteLabelModal({
  dataset_id,
  label,
  uses,
  onClose,
}: {
  dataset_id: string
  label: Label | null
  uses: number
  onClose: () => void
}) {
  const { t } = useTranslation('labels')
  const [withSamples, setWithSamples] = useState(false)
  const removeLabel = useSend('DeleteLabels', stale)
  const removeSamples = useSend('DeleteLabelAndSamples', stale)
  const close = () => {
    removeLabel.reset()
    removeSamples.reset()
    setWithSamples(false)
    onClose()
  }
  const remove = () => {
    const { name, type } = label!
    if (withSamples) {
      removeSamples.mutate({ args: { dataset_id, label_name: name!, label_type: type! } }, { onSuccess: close })
    } else {
      removeLabel.mutate({ args: { dataset_id }, body: { labels: [{ name, type }] } }, { onSuccess: close })
    }
  }
  return (
    <ConfirmModal
      opened={label !== null}
      question={t('removeSure', { name: label?.name ?? '', count: uses })}
      confirm={t('remove')}
      busy={removeLabel.isPending || removeSamples.isPending}
      error={removeLabel.error ?? removeSamples.error}
      onClose={close}
      onConfirm={remove}
    >
      <Radio.Group
        label={t('removeHow')}
        value={withSamples ? 'samples' : 'labels'}
        onChange={(value) => setWithSamples(value === 'samples')}
      >
        <Stack gap="xs" mt="xs">
          <Radio value="labels" label={t('removeLabels')} />
          <Radio value="samples" label={t('removeSamples')} />
        </Stack>
      </Radio.Group>
    </ConfirmModal>
  )
}
