import { Button, Group, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { DescribeSampleResp } from '#contract/samples.ts'
import { Fault } from '#web/components/Fault.tsx'
import { Loading } from '#web/components/Loading.tsx'
import { clientOf } from '#web/data/client.ts'
import { useSession } from '#web/data/session.tsx'
import { entryKey } from '#web/workbench/shell/queue.ts'
import classes from './Cards.module.css'
import { type CardProps, TextCard } from './TextCard.tsx'

/** The cards of a page, with the labels that the server has now: the list may have been read long ago. */
export function CardList({
  cards,
  first,
  active,
  confirmed,
  onAgain,
  ...shared
}: Omit<CardProps, 'entry' | 'known' | 'index' | 'active' | 'confirmed'> & {
  cards: readonly DescribeSampleResp[]
  /** Place of the first one in the list. */
  first: number
  /** Key of the card in focus. */
  active: string
  confirmed: ReadonlySet<string>
  /** Where the list ends with this page. */
  onAgain: (() => void) | undefined
}) {
  const { t } = useTranslation(['cards', 'workbench'])
  const { project_id } = useSession()
  const of_samples = cards.map(({ sample_id }) => sample_id).join()
  const { data, error, refetch } = useQuery({
    queryKey: ['cards', shared.names, of_samples],
    queryFn: () => clientOf(project_id).call('ListEntries', { ...shared.names, limit: 100, of_samples }),
    // Read once when a page is opened: from then on its cards know better.
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  })
  const known = useMemo(() => new Map(data?.entries.map((entry) => [entryKey(entry), entry])), [data])
  if (error && !data) return <Fault error={error} onRetry={() => void refetch()} />
  if (!data) return <Loading />
  return (
    <div className={classes.scroll}>
      <div role="feed" className={classes.cards} aria-label={t('cards:feed')}>
        {cards.map((entry, index) => {
          const key = entryKey(entry)
          return (
            <TextCard
              key={key}
              {...shared}
              entry={entry}
              known={known.get(key)}
              index={first + index}
              active={key === active}
              confirmed={confirmed.has(key)}
            />
          )
        })}
      </div>
      {onAgain && (
        <Group justify="center" pb="lg">
          <Text size="sm" c="dimmed">
            {t('workbench:listEnd')}
          </Text>
          <Button size="compact-sm" variant="default" onClick={onAgain}>
            {t('workbench:again')}
          </Button>
        </Group>
      )}
    </div>
  )
}
