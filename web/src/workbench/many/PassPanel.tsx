import { Alert, Anchor, Button, List, Stack, Text, Title } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { Rating } from '#contract/codes.ts'
import type { DescribeSampleResp } from '#contract/samples.ts'
import { wordsOf } from '#web/components/Fault.tsx'
import type { Mode } from '#web/workbench/shell/modes.ts'
import { entryKey, type TaskNames } from '#web/workbench/shell/queue.ts'
import { PassButtons } from '#web/workbench/verdict/PassButtons.tsx'
import { MOST_AT_ONCE, type Outcome } from './pass-many.ts'
import classes from './ReviewGrid.module.css'

/** Passes what is selected with one rating, and tells what became of it. */
export function PassPanel({
  names,
  mode,
  count,
  sight,
  busy,
  outcome,
  onPass,
  onSelectSight,
  onClear,
}: {
  names: TaskNames
  mode: Mode
  count: number
  /** Entries in sight. */
  sight: number
  busy: boolean
  outcome: Outcome | undefined
  onPass: (rating: Rating) => void
  onSelectSight: () => void
  onClear: () => void
}) {
  const { t } = useTranslation(['review', 'acceptance'])
  return (
    <Stack gap="sm">
      <Title order={2} size="h5" role="status">
        {t('review:grid.selected', { count })}
      </Title>
      <Text size="xs" c="dimmed">
        {t('review:grid.help')}
      </Text>
      <Button size="xs" variant="default" onClick={onSelectSight} disabled={sight === 0}>
        {t('review:grid.selectSight', { count: sight })}
      </Button>
      <Button size="xs" variant="default" onClick={onClear} disabled={count === 0}>
        {t('review:grid.clear')}
      </Button>
      {count > MOST_AT_ONCE && <Alert color="yellow">{t('review:grid.most', { most: MOST_AT_ONCE })}</Alert>}
      <Stack gap="xs" className={classes.pass} data-idle={count === 0 || undefined}>
        <Text size="sm" fw={600}>
          {t('review:grid.passAll', { count })}
        </Text>
        <PassButtons chosen={undefined} busy={busy || count === 0 || count > MOST_AT_ONCE} onPass={onPass} />
      </Stack>
      <div role="status">
        {busy && <Text size="sm">{t('review:grid.busy')}</Text>}
        {!busy && outcome && (
          <Alert color={outcome.failed.length > 0 ? 'orange' : 'green'} variant="light" p="xs">
            <Text size="sm">{t('review:grid.passed', { count: outcome.passed.length, rating: outcome.rating })}</Text>
            {outcome.failed.length > 0 && (
              <>
                <Text size="sm" fw={600}>
                  {t('review:grid.failed', { count: outcome.failed.length })}
                </Text>
                <List size="xs" spacing={4}>
                  {outcome.failed.map(({ entry, error }) => (
                    <List.Item key={entryKey(entry)}>
                      <Anchor
                        component={Link}
                        {...(toEntry(names, mode, entry) as object)}
                        size="xs"
                        style={{ overflowWrap: 'anywhere' }}
                      >
                        {entry.sample_name ?? entry.sample_id}
                      </Anchor>{' '}
                      {error === undefined
                        ? t('review:grid.already')
                        : wordsOf(error, t('acceptance:errors', { returnObjects: true })).text}
                    </List.Item>
                  ))}
                </List>
              </>
            )}
          </Alert>
        )}
      </div>
    </Stack>
  )
}

/** Where an entry is looked at by itself, whatever has become of it. */
export function toEntry(names: TaskNames, mode: Mode, { sample_id, worker_id }: DescribeSampleResp) {
  return {
    to: '/work/$dataset_id/$workforce_task_id/$mode',
    params: { ...names, mode },
    search: {
      ...(mode === 'review' && { state: 'all' }),
      sample_id: sample_id!,
      ...(worker_id && { worker_id }),
    },
  } as const
}
