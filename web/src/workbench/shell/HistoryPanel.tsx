import { Button, Group, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { HistoryItem } from '#contract/ours.ts'
import type { DescribeSampleResp } from '#contract/samples.ts'
import { Fault } from '#web/components/Fault.tsx'
import { Moment } from '#web/components/Moment.tsx'
import { useCall } from '#web/data/calls.ts'
import type { Content } from '#web/workbench/document/label.ts'
import { readContent } from '#web/workbench/document/wire.ts'
import { shortName } from './authors.ts'
import type { WorkNames } from './queue.ts'

type Props = {
  names: WorkNames
  sample: DescribeSampleResp
  onRestore: ((content: Content) => void) | undefined
}

/** Labels as they were, newest first; those who may label can put them back, as a step that can be undone. */
export function HistoryPanel(props: Props) {
  return (
    <Stack gap="sm">
      <HistoryPage {...props} />
    </Stack>
  )
}

/** One answer of the history, and the next one below it when it is asked for. */
function HistoryPage({ after, ...props }: Props & { after?: string }) {
  const { t } = useTranslation('workbench')
  const { names, sample, onRestore } = props
  const { dataset_id, workforce_task_id } = names
  const [more, setMore] = useState(false)
  const of = { dataset_id, sample_id: sample.sample_id!, ...(after && { after }) }
  const ofTask = {
    ...of,
    workforce_task_id: workforce_task_id ?? '',
    ...(sample.worker_id && { worker_id: sample.worker_id }),
  }
  const ofEntry = useCall('ListEntryHistory', ofTask, { enabled: workforce_task_id !== undefined })
  const ofSample = useCall('ListSampleHistory', of, { enabled: workforce_task_id === undefined })
  const { data, error } = workforce_task_id === undefined ? ofSample : ofEntry
  if (error) return <Fault error={error} />
  if (!data) return null
  // What is there now stands on the screen already.
  const before = data.history.filter(({ replace_time }) => replace_time !== undefined)
  if (before.length === 0 && !after) {
    return (
      <Text size="sm" c="dimmed">
        {t('historyNone')}
      </Text>
    )
  }
  return (
    <>
      {before.map((item) => (
        <HistoryRow key={item.revision} item={item} onRestore={onRestore} />
      ))}
      {data.cursor && more && <HistoryPage {...props} after={data.cursor} />}
      {data.cursor && !more && (
        <Button variant="default" size="compact-sm" onClick={() => setMore(true)}>
          {t('historyOlder')}
        </Button>
      )}
    </>
  )
}

function HistoryRow({ item, onRestore }: { item: HistoryItem; onRestore: ((content: Content) => void) | undefined }) {
  const { t } = useTranslation('workbench')
  const { actor, create_time, replace_time, labels } = item
  const names = [...new Set(labels.map(({ name }) => name ?? ''))].join(', ')
  return (
    <Group justify="space-between" wrap="nowrap" align="flex-start">
      <div>
        <Text size="xs" fw={600}>
          {actor && shortName(actor)}
        </Text>
        <Text size="xs" c="dimmed" component="div">
          <Moment time={create_time ?? replace_time} />
        </Text>
        <Text size="xs" dir="auto">
          {t('labelCount', { count: labels.length })}
          {names && ` · ${names}`}
        </Text>
      </div>
      {onRestore && (
        <Button
          size="compact-xs"
          variant="default"
          title={t('restoreHelp')}
          onClick={() => onRestore(readContent({ labels, metadata: item.metadata }))}
        >
          {t('restore')}
        </Button>
      )}
    </Group>
  )
}
