import { Button } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconPlayerStop } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { ConfirmModal } from '#web/components/ConfirmModal.tsx'
import type { DataTaskKind } from './states.ts'
import { useStopTask } from './useStopTask.ts'

/** Ends a task that is under way, after saying what stays of it. */
export function StopTask({ dataset_id, task_id, kind }: { dataset_id: string; task_id: string; kind: DataTaskKind }) {
  const { t } = useTranslation('dataTasks')
  const [asking, ask] = useDisclosure()
  const stop = useStopTask()
  const close = () => {
    stop.reset()
    ask.close()
  }
  return (
    <>
      <Button
        variant="default"
        size="compact-sm"
        leftSection={<IconPlayerStop size={16} />}
        onClick={ask.open}
        style={{ flexShrink: 0 }}
      >
        {t('stop')}
      </Button>
      <ConfirmModal
        opened={asking}
        title={t(`stopQuestion.${kind}`)}
        question={t(`stays.${kind}`)}
        confirm={t('stop')}
        onConfirm={() => stop.mutate({ args: { dataset_id, task_id } }, { onSuccess: close })}
        onClose={close}
        busy={stop.isPending}
        error={stop.error}
      />
    </>
  )
}
