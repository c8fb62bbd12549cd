import { Button, Group, Modal, Stack, Textarea } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { DescribeSampleResp } from '#contract/samples.ts'
import { Fault } from '#web/components/Fault.tsx'
import { useSend } from '#web/data/calls.ts'
import type { TaskNames } from './queue.ts'

type Props = {
  opened: boolean
  names: TaskNames
  sample: DescribeSampleResp
  onClose: () => void
  onSkipped: () => void
}

/** Leaves a sample for later and says why; its state stays as it is. */
export function SkipModal(props: Props) {
  const { t } = useTranslation(['workbench', 'shell'])
  return (
    <Modal
      opened={props.opened}
      onClose={props.onClose}
      title={t('workbench:skipWhy')}
      centered
      closeButtonProps={{ 'aria-label': t('shell:close') }}
    >
      <SkipForm {...props} />
    </Modal>
  )
}

function SkipForm({ names, sample, onClose, onSkipped }: Props) {
  const { t } = useTranslation(['workbench', 'shell'])
  const [text, setText] = useState('')
  const add = useSend('AddEntryComment', ['ListEntryComments'])
  const skip = (reason: string) => {
    const args = { ...names, sample_id: sample.sample_id!, ...(sample.worker_id && { worker_id: sample.worker_id }) }
    add.mutate({ args, body: { kind: 'skip', text: reason.trim() } }, { onSuccess: onSkipped })
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (text.trim()) skip(text)
  }
  return (
    <form onSubmit={submit}>
      <Stack>
        {add.error && <Fault error={add.error} />}
        <Stack gap="xs">
          {(['unclear', 'unsaid', 'broken'] as const).map((reason) => (
            <Button key={reason} variant="default" onClick={() => skip(t(`workbench:skipReasons.${reason}`))}>
              {t(`workbench:skipReasons.${reason}`)}
            </Button>
          ))}
        </Stack>
        <Textarea
          label={t('workbench:reason')}
          maxLength={2000}
          autosize
          minRows={2}
          data-autofocus
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('shell:cancel')}
          </Button>
          <Button type="submit" disabled={!text.trim()} loading={add.isPending}>
            {t('workbench:skip')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
