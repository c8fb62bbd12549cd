import { Button, Group, Modal, Radio, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CheckTaskStats } from '#contract/acceptance.ts'
import { AcceptanceAction } from '#contract/codes.ts'
import type { DescWorkforceTaskResp } from '#contract/workforce-tasks.ts'
import { FinishConfirm } from './FinishConfirm.tsx'
import { FinishRows } from './FinishRows.tsx'
import { ENDINGS, type Ending } from './finish-rows.ts'

type Names = { dataset_id: string; workforce_task_id: string }
type Props = { names: Names; task: DescWorkforceTaskResp; stats: CheckTaskStats; opened: boolean; onClose: () => void }

/** Ends an acceptance in two steps: what becomes of each group in numbers, then the labels of the dataset and a yes. */
export function FinishModal({ opened, onClose, ...shared }: Props) {
  const { t } = useTranslation('acceptance')
  const { t: shell } = useTranslation()
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t('finish')}
      size="xl"
      centered
      closeButtonProps={{ 'aria-label': shell('close') }}
    >
      <Steps {...shared} onClose={onClose} />
    </Modal>
  )
}

function Steps({ names, task, stats, onClose }: Omit<Props, 'opened'>) {
  const { t } = useTranslation('acceptance')
  const { t: shell } = useTranslation()
  const [ending, setEnding] = useState<Ending>(AcceptanceAction.passAcceptedAndUnprocessed)
  const [chosen, setChosen] = useState(false)
  if (chosen) {
    return <FinishConfirm {...{ names, task, stats, ending }} onBack={() => setChosen(false)} onDone={onClose} />
  }
  return (
    <Stack>
      <Text size="sm" className="figures">
        {t('progress', {
          passed: stats.accepted_sample_count ?? 0,
          rejected: stats.rejected_sample_count ?? 0,
          unchecked: stats.unchecked_sample_count ?? 0,
        })}
      </Text>
      <Radio.Group
        label={t('ending', { pool: stats.total_sample_count ?? 0 })}
        value={String(ending)}
        onChange={(value) => setEnding(ENDINGS.find((one) => String(one) === value)!)}
      >
        <Stack gap="xs" mt="xs">
          {ENDINGS.map((one) => (
            <Radio
              key={one}
              value={String(one)}
              label={t(`endings.${one}`)}
              description={t(`endingsHelp.${one}`)}
              data-autofocus={one === ending || undefined}
            />
          ))}
        </Stack>
      </Radio.Group>
      <FinishRows ending={ending} stats={stats} />
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose}>
          {shell('cancel')}
        </Button>
        <Button onClick={() => setChosen(true)}>{t('goOn')}</Button>
      </Group>
    </Stack>
  )
}
