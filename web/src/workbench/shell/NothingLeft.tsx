import { Button, Center, Group, Text } from '@mantine/core'
import { IconArrowLeft } from '@tabler/icons-react'
import { useIsFetching, useQueryClient } from '@tanstack/react-query'
import { useEffect, useSyncExternalStore } from 'react'
import { useTranslation } from 'react-i18next'
import type { CallId } from '#contract/operations.ts'
import { ButtonLink } from '#web/components/links.tsx'
import { Nothing } from '#web/components/Nothing.tsx'
import type { EntryProps } from './EntryWorkbench.tsx'
import classes from './Frame.module.css'
import { Frame } from './Frame.tsx'
import { QueueStrip } from './QueueStrip.tsx'
import { useSaving } from './SavingProvider.tsx'

/**
 * The end of a list, or an empty one. `left`: how many entries of a list that is to become empty the server still has in it;
 * undefined where nobody counts, or where the list holds what is done.
 */
export function NothingLeft({
  title,
  back,
  filterSelect,
  entries,
  onChoose,
  left,
  onAgain,
}: Pick<EntryProps, 'title' | 'back' | 'filterSelect' | 'entries' | 'onChoose'> & {
  left: number | undefined
  onAgain: () => void
}) {
  const { t } = useTranslation('workbench')
  const { desk } = useSaving()
  const queries = useQueryClient()
  const isStoring = useSyncExternalStore(desk.subscribe, desk.pending)
  // What was counted before the last work arrived is not right any more.
  useEffect(() => {
    if (!isStoring) void queries.invalidateQueries({ queryKey: ['DescWorkforceTask'] satisfies [CallId] })
  }, [isStoring, queries])
  const isCounting = useIsFetching({ queryKey: ['DescWorkforceTask'] satisfies [CallId] }) > 0
  const about = () => {
    if (isStoring) return { title: t('storing'), help: t('storingHelp') }
    if (left === undefined || isCounting) return { title: t('listEnd'), help: t('doneHelp') }
    if (left > 0) return { title: t('someLeft', { count: left }), help: t('someLeftHelp') }
    return { title: t('done'), help: t('doneHelp') }
  }
  const leave = (
    <ButtonLink {...back} variant="default" leftSection={<IconArrowLeft size={16} />}>
      {t('leave')}
    </ButtonLink>
  )
  return (
    <Frame
      top={
        <Group gap="sm">
          {leave}
          <Text fw={600}>{title}</Text>
        </Group>
      }
      left={
        <>
          <div className={classes.filter}>{filterSelect}</div>
          <QueueStrip entries={entries} current={-1} hasMore={false} onMore={() => {}} onChoose={onChoose} />
        </>
      }
      right={null}
      bottom={null}
    >
      <Center h="100%">
        <Nothing {...about()}>
          <Group mt="sm">
            <Button onClick={onAgain}>{t('again')}</Button>
            {leave}
          </Group>
        </Nothing>
      </Center>
    </Frame>
  )
}
