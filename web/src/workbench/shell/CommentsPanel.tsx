import { Badge, Button, Checkbox, CloseButton, Group, Stack, Text, Textarea } from '@mantine/core'
import { useSessionStorage } from '@mantine/hooks'
import { type FormEvent, type KeyboardEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { DescribeSampleResp } from '#contract/samples.ts'
import { Fault } from '#web/components/Fault.tsx'
import { Moment } from '#web/components/Moment.tsx'
import { useCall, useSend } from '#web/data/calls.ts'
import { newId } from '#web/data/new-id.ts'
import { useSession } from '#web/data/session.tsx'
import { PlaceOf, PlaceWords } from '#web/workbench/pins/PlaceOf.tsx'
import { usePins } from '#web/workbench/pins/pins.ts'
import { shortName } from './authors.ts'
import type { TaskNames } from './queue.ts'

/** What people said about an entry, with a field to answer. */
export function CommentsPanel({ names, sample }: { names: TaskNames; sample: DescribeSampleResp }) {
  const { t } = useTranslation(['workbench', 'review'])
  const args = { ...names, sample_id: sample.sample_id!, ...(sample.worker_id && { worker_id: sample.worker_id }) }
  const { data, error } = useCall('ListEntryComments', args)
  const add = useSend('AddEntryComment', ['ListEntryComments'])
  const resolve = useSend('ResolveEntryComment', ['ListEntryComments'])
  const { account_id } = useSession()
  const pins = usePins()
  // What is not sent yet outlives a look at another sample.
  const [text, setText, forgetText] = useSessionStorage({
    key: `muster.comment ${account_id} ${args.workforce_task_id} ${args.sample_id} ${sample.worker_id ?? ''}`,
    defaultValue: '',
    getInitialValueInEffect: false,
  })
  // The same comment sent again, after an answer that was lost, adds nothing.
  const [comment_id, setId] = useState(newId)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const sent = () => {
      forgetText()
      pins?.put(undefined)
      setId(newId())
    }
    const place = pins?.draft
    const body = { comment_id, text: text.trim(), ...(place && { place }) }
    if (body.text) add.mutate({ args, body }, { onSuccess: sent })
  }
  // Here the chord that submits the sample everywhere else sends what is written.
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return
    event.preventDefault()
    event.currentTarget.form?.requestSubmit()
  }
  const fault = error ?? add.error ?? resolve.error
  return (
    <Stack gap="sm">
      {fault && <Fault error={fault} />}
      {data?.comments.length === 0 && (
        <Text size="sm" c="dimmed">
          {t('commentsNone')}
        </Text>
      )}
      {data?.comments.map((comment) => (
        <div key={comment.comment_id}>
          <Group gap="xs">
            <PlaceOf comment={comment} />
            <Text size="xs" fw={600}>
              {shortName(comment.author)}
            </Text>
            <Text size="xs" c="dimmed" component="span">
              <Moment time={comment.create_time} />
            </Text>
            {comment.kind === 'skip' && (
              <Badge size="xs" variant="light">
                {t('commentSkipped')}
              </Badge>
            )}
          </Group>
          <Text
            size="sm"
            dir="auto"
            td={comment.resolved ? 'line-through' : undefined}
            style={{ whiteSpace: 'pre-wrap' }}
          >
            {comment.text}
          </Text>
          <Checkbox
            size="xs"
            label={t('commentResolve')}
            checked={comment.resolved}
            onChange={(event) =>
              resolve.mutate({
                args: { ...args, comment_id: comment.comment_id },
                body: { resolved: event.currentTarget.checked },
              })
            }
          />
        </div>
      ))}
      <form onSubmit={submit}>
        <Stack gap="xs">
          {pins?.draft && (
            <Group gap="xs" justify="space-between" wrap="nowrap">
              <Text size="xs" role="status">
                {t('review:pins.here')} <PlaceWords place={pins.draft} />
              </Text>
              <CloseButton size="sm" aria-label={t('review:pins.unpin')} onClick={() => pins.put(undefined)} />
            </Group>
          )}
          <Textarea
            key={pins?.draft ? JSON.stringify(pins.draft) : 'whole'}
            label={t('commentAdd')}
            autosize
            minRows={2}
            maxLength={2000}
            autoFocus
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
            onKeyDown={onKeyDown}
          />
          <Group justify="flex-end">
            <Button type="submit" size="compact-sm" disabled={!text.trim()} loading={add.isPending}>
              {t('commentSend')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Stack>
  )
}
