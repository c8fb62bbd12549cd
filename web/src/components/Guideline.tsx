import { Button, Group, Stack, Text, Textarea, Title } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useCall, useSend } from '#web/data/calls.ts'
import { Fault } from './Fault.tsx'
import { Markdown } from './Markdown.tsx'

type Names = { dataset_id: string; workforce_task_id: string }

/** What labelers are asked to do; `editable` for those who say it. */
export function Guideline({ names, editable }: { names: Names; editable: boolean }) {
  const { t } = useTranslation(['tasks', 'shell'])
  const { data, error } = useCall('GetGuideline', names)
  const save = useSend('SetGuideline', ['GetGuideline'])
  const [draft, setDraft] = useState<string | null>(null)
  if (error) return <Fault error={error} />
  const text = data?.text ?? ''
  const close = () => setDraft(null)
  return (
    <Stack gap="xs">
      <Group justify="space-between">
        <Title order={2} size="h4">
          {t('tasks:guideline')}
        </Title>
        {editable && draft === null && (
          <Button variant="default" size="compact-sm" onClick={() => setDraft(text)}>
            {t('tasks:editGuideline')}
          </Button>
        )}
      </Group>
      {draft === null && (text ? <Markdown text={text} /> : <Text c="dimmed">{t('tasks:noGuideline')}</Text>)}
      {draft !== null && (
        <>
          {save.error && <Fault error={save.error} />}
          <Textarea
            aria-label={t('tasks:guideline')}
            description={t('tasks:guidelineHelp')}
            autosize
            minRows={8}
            maxRows={24}
            autoFocus
            value={draft}
            onChange={(event) => setDraft(event.currentTarget.value)}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              {t('shell:cancel')}
            </Button>
            <Button
              loading={save.isPending}
              onClick={() => save.mutate({ args: names, body: { text: draft } }, { onSuccess: close })}
            >
              {t('shell:save')}
            </Button>
          </Group>
        </>
      )}
    </Stack>
  )
}
