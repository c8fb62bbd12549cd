import { Alert, Anchor, Group, Stack, Text, Title } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Rating } from '#contract/codes.ts'
import type { DescribeSampleResp } from '#contract/samples.ts'
import { Fault } from '#web/components/Fault.tsx'
import { useSend } from '#web/data/calls.ts'
import { useSession } from '#web/data/session.tsx'
import { useAction } from '#web/keys/KeysRegion.tsx'
import { KeyCaps } from '#web/workbench/verdict/KeyCaps.tsx'
import { PassButtons } from '#web/workbench/verdict/PassButtons.tsx'
import { RejectForm } from '#web/workbench/verdict/RejectForm.tsx'
import { SaidBefore } from '#web/workbench/verdict/SaidBefore.tsx'
import { commentOn, isUnseen, type Said, type VerdictMode, withVerdict } from '#web/workbench/verdict/verdict.ts'
import { entryKey, type TaskNames } from './queue.ts'

type Props = {
  names: TaskNames
  entry: DescribeSampleResp
  mode: VerdictMode
  /** Gets the entry as it is afterwards, or as it was when it is left for later. */
  onJudged: (entry: DescribeSampleResp) => void
}

/** A reviewer's or the owner's verdict on an entry: rating or reason, by mouse or by key. */
export function VerdictPanel(props: Props) {
  const { t } = useTranslation('acceptance')
  const [news, setNews] = useState('')
  return (
    <Stack gap="xs" p="sm" component="section" aria-label={t('verdict.title')}>
      <Verdict key={`${props.mode} ${entryKey(props.entry)}`} {...props} onNews={setNews} />
      <Text size="xs" c="dimmed" mih="1.5em" role="status" truncate>
        {news}
      </Text>
    </Stack>
  )
}

function Verdict({ names, entry, mode, onJudged, onNews }: Props & { onNews: (news: string) => void }) {
  const { t } = useTranslation('acceptance')
  const send = useSend(mode === 'review' ? 'ReviewSamples' : 'AcceptSamples', [
    'DescWorkforceTask',
    'GetWorkforceSamplingTask',
    'DescribeWorkforceTaskSample',
  ])
  const queries = useQueryClient()
  const isSettled = mode === 'review' && entry.sample_status !== undefined && entry.sample_status !== 'UNREVIEWED'
  const { seen, isChanged } = useSeen(isSettled ? undefined : entry.muster?.revision)
  const judge = (said: Said) => {
    if (send.isPending || isSettled) return
    send.mutate(
      { args: names, body: { comments: [commentOn(entry, said, seen)] } },
      {
        onError: (error) => {
          if (isUnseen(error)) void queries.invalidateQueries({ queryKey: ['DescribeWorkforceTaskSample'] })
        },
        onSuccess: (reply) => {
          // Of several reviewers the first one counts (behaviour 6.1): the answer says so, and it is no failure.
          if ('error_code' in reply && reply.error_code) {
            onNews(t('verdict.already'))
            return onJudged(entry)
          }
          const name = entry.sample_data?.[0] ?? entry.sample_name ?? ''
          onNews(
            said.accept ? t('verdict.sentPassed', { rating: said.score, name }) : t('verdict.sentRejected', { name }),
          )
          onJudged(withVerdict(entry, mode, said))
        },
      },
    )
  }
  useAction('later', () => onJudged(entry))
  return (
    <>
      <Group justify="space-between">
        <Title order={2} size="h5">
          {t('verdict.title')}
        </Title>
        <EditLink names={names} entry={entry} />
      </Group>
      <SaidBefore entry={entry} />
      {isChanged && (
        <Alert key={entry.muster?.revision} color="orange" variant="light" role="alert">
          {t('errors.4431')}
        </Alert>
      )}
      {isSettled ? (
        <Alert color="gray" variant="light">
          {t('verdict.settled')}
        </Alert>
      ) : (
        <>
          <PassButtons
            chosen={mode === 'judge' && entry.check_accept ? (entry.check_score as Rating | undefined) : undefined}
            busy={send.isPending}
            onPass={(score) => judge({ accept: true, score })}
          />
          <RejectForm
            task_id={names.workforce_task_id}
            before={mode === 'judge' && entry.check_accept === false ? (entry.check_comment ?? '') : ''}
            busy={send.isPending}
            onReject={(comment) => judge({ accept: false, comment })}
          />
        </>
      )}
      {send.error && !(isChanged && isUnseen(send.error)) && (
        <Fault error={send.error} words={t('errors', { returnObjects: true })} />
      )}
    </>
  )
}

/** Labels have been looked at once they were on the screen for so long, in milliseconds. */
const LOOK = 1000

/**
 * Of which labels a verdict speaks: after somebody has looked at some, others may have come on the screen a moment ago.
 * `shown`: their revision, while they wait for a verdict.
 */
function useSeen(shown: number | undefined): { seen: number | undefined; isChanged: boolean } {
  const [looked, setLooked] = useState<{ first: number; last: number }>()
  useEffect(() => {
    if (shown === undefined) return
    const timer = setTimeout(() => setLooked((before) => ({ first: before?.first ?? shown, last: shown })), LOOK)
    return () => clearTimeout(timer)
  }, [shown])
  return {
    seen: looked?.last ?? shown,
    isChanged: looked !== undefined && shown !== undefined && shown !== looked.first,
  }
}

/** The labels are the owner's alone to change here (behaviour 1). */
function EditLink({ names, entry }: Pick<Props, 'names' | 'entry'>) {
  const { t } = useTranslation('acceptance')
  const navigate = useNavigate()
  const isOwner = useSession().role === 'owner'
  const target = {
    to: '/work/$dataset_id/$workforce_task_id/$mode',
    params: { ...names, mode: 'label' },
    search: {
      state: 'all',
      sample_id: entry.sample_id!,
      ...(entry.worker_id && { worker_id: entry.worker_id }),
    },
  } as const
  useAction('edit', () => void navigate(target), isOwner)
  if (!isOwner) return null
  return (
    <Anchor component={Link} {...(target as object)} size="sm" title={t('verdict.editHelp')}>
      <Group gap={6} component="span">
        {t('verdict.edit')}
        <KeyCaps action="edit" />
      </Group>
    </Anchor>
  )
}
