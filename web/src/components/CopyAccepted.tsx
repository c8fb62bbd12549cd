import { Alert, Button, Checkbox, Group, Stack, Text, Title } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSend } from '#web/data/calls.ts'
import { Fault } from './Fault.tsx'

/** Copies the accepted labels of a task that keeps them to itself (D19). */
export function CopyAccepted({ names }: { names: { dataset_id: string; workforce_task_id: string } }) {
  const { t } = useTranslation('tasks')
  const [overwrite, setOverwrite] = useState(false)
  const copy = useSend('CopyAcceptedResults', ['ListJobs', 'DescDataset', 'ListSamples', 'GetDatasetStats'])
  return (
    <Stack gap="xs">
      <Title order={2} size="h4">
        {t('copy')}
      </Title>
      <Text size="sm" c="dimmed">
        {t('copyHelp')}
      </Text>
      {copy.error && <Fault error={copy.error} />}
      {copy.isSuccess && (
        <Alert color="green" variant="light" role="status">
          {t('copyStarted')}
        </Alert>
      )}
      <Group>
        <Button
          variant="default"
          loading={copy.isPending}
          onClick={() => copy.mutate({ args: names, body: { overwrite } })}
        >
          {t('copy')}
        </Button>
        <Checkbox
          label={t('copyOverwrite')}
          checked={overwrite}
          onChange={(event) => setOverwrite(event.currentTarget.checked)}
        />
      </Group>
    </Stack>
  )
}
