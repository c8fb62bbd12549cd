import { Stack } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { type ReactNode, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Label } from '#contract/labels.ts'
import type { DescribeSampleResp } from '#contract/samples.ts'
import { Loading } from '#web/components/Loading.tsx'
import { useAction } from '#web/keys/KeysRegion.tsx'
import { ElsewhereBanner } from '#web/workbench/shell/ElsewhereBanner.tsx'
import frame from '#web/workbench/shell/Frame.module.css'
import { Frame } from '#web/workbench/shell/Frame.tsx'
import { GuidelinePanel } from '#web/workbench/shell/GuidelinePanel.tsx'
import { JournalBanner } from '#web/workbench/shell/JournalBanner.tsx'
import { QueueStrip } from '#web/workbench/shell/QueueStrip.tsx'
import { entryKey, type TaskNames } from '#web/workbench/shell/queue.ts'
import { SkipModal } from '#web/workbench/shell/SkipModal.tsx'
import { useSubmitNotices } from '#web/workbench/shell/submit-notices.tsx'
import { labelSetOf } from '#web/workbench/text/label-set.ts'
import { useTextSettings } from '#web/workbench/text/useTextSettings.ts'
import { CardList } from './CardList.tsx'
import { CardsBar } from './CardsBar.tsx'
import { CardsPanel } from './CardsPanel.tsx'
import { boundsOf, CARDS, pageOf, stepOn } from './pages.ts'
import { useCardKeys } from './useCardKeys.ts'
import { useOpenCards } from './useOpenCards.ts'
import { useSubmitted } from './useSubmitted.ts'

/** The list page by page, each entry a card; one of them is in focus. */
export function Cards({
  names,
  title,
  back,
  filters,
  labels,
  entries,
  index,
  hasMore,
  onMore,
  onActive,
  onOpen,
  onChanged,
  onAgain,
}: {
  names: TaskNames
  title: string
  /** The way out of the task. */
  back: ReactNode
  /** Which list there is, and how it is looked at. */
  filters: ReactNode
  labels: readonly Label[]
  entries: readonly DescribeSampleResp[]
  /** The card in focus. */
  index: number
  hasMore: boolean
  onMore: () => void
  onActive: (entry: DescribeSampleResp) => void
  /** Works on an entry by itself. */
  onOpen: (entry: DescribeSampleResp) => void
  onChanged: (entry: DescribeSampleResp) => void
  /** Reads the list anew. */
  onAgain: () => void
}) {
  const { t } = useTranslation('text')
  const page = pageOf(index)
  const { first, end } = boundsOf(page, entries.length)
  const cards = useMemo(() => entries.slice(first, end), [entries, first, end])
  const active = entries[index]!
  const length = useMemo(() => [...(active.sample_data?.[0] ?? '')].length, [active])
  const labelSet = useMemo(() => labelSetOf(labels), [labels])
  const [settings, changeSettings] = useTextSettings()
  const [isSkipping, setSkipping] = useState(false)
  const [isReading, { toggle, close }] = useDisclosure()
  useAction('guideline', toggle)
  const watch = useSubmitNotices(onOpen)
  const onSubmitted = useSubmitted(names, onChanged)
  const open = useOpenCards(cards, watch, onSubmitted)
  const saver = open.savers.get(entryKey(active))

  const step = (by: number) => onActive(entries[stepOn(index, by, entries.length)]!)
  const canTurn = { back: page > 0, on: end < entries.length }
  const turn = (by: 1 | -1) => (by > 0 ? canTurn.on : canTurn.back) && onActive(entries[(page + by) * CARDS]!)
  useCardKeys({
    active,
    saver,
    labels,
    settings,
    onStep: step,
    onTurn: turn,
    onConfirm: open.confirm,
    onSubmit: open.submit,
    onSave: open.save,
    onSkip: () => setSkipping(true),
    onOpen: () => onOpen(active),
  })
  const isWhole = end === (page + 1) * CARDS || !hasMore
  return (
    <Frame
      top={
        <CardsBar
          title={title}
          back={back}
          first={first + 1}
          last={end}
          listed={entries.length}
          hasMore={hasMore}
          canTurn={canTurn}
          settings={settings}
          onSettings={changeSettings}
          ready={open.ready}
          onTurn={turn}
          onSubmit={open.submit}
        />
      }
      banner={
        <>
          <JournalBanner />
          {open.elsewhere > 0 && <ElsewhereBanner count={open.elsewhere} onTakeOver={open.takeOver} />}
        </>
      }
      left={
        <Stack gap={0} h="100%">
          <div className={frame.filter}>{filters}</div>
          <QueueStrip entries={entries} current={index} hasMore={hasMore} onMore={onMore} onChoose={onActive} />
        </Stack>
      }
      right={<CardsPanel labels={labels} saver={saver} settings={settings} refused={open.refused} />}
      beside={isReading && <GuidelinePanel names={names} onClose={close} />}
      bottom={t('status.length', { count: length })}
    >
      {isWhole ? (
        <CardList
          key={page}
          names={names}
          cards={cards}
          first={first}
          total={hasMore ? -1 : entries.length}
          active={entryKey(active)}
          confirmed={open.confirmed}
          reading={settings}
          labelSet={labelSet}
          onActive={onActive}
          onWork={open.onWork}
          onOpen={onOpen}
          onAgain={end === entries.length ? onAgain : undefined}
        />
      ) : (
        <Loading />
      )}
      <SkipModal
        opened={isSkipping}
        names={names}
        sample={active}
        onClose={() => setSkipping(false)}
        onSkipped={() => {
          setSkipping(false)
          step(1)
        }}
      />
    </Frame>
  )
}
